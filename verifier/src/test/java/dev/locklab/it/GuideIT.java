package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The course: each chapter's command is run, and says what the chapter shows. Where the chapter's
 * output is {@code exact}, word by word; where it is a {@code shape}, apart from figures other than
 * 0 and the names of workers. What stands for left-out words is an ellipsis.
 */
class GuideIT {

  private static final Path GUIDE = Path.of("../.docs/guide");

  private static final Pattern CHAPTER =
      Pattern.compile(
          "\\A# (\\d)\\. (.+)\\n\\n[\\s\\S]+?```sh\\nverifier (.+)\\n```\\n\\n"
              + "```text (exact|shape)\\n([\\s\\S]+?)```\\n\\n[\\s\\S]+?"
              + "\\*\\*Question\\.\\*\\* .+\\?[\\s\\S]+?<summary>Answer</summary>\\n\\n\\w[\\s\\S]+</details>\\n\\n.+\\n\\z");

  /** Nought alone is none: whether something is lost or nothing is no matter of chance. */
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?<![\\w.,])[-+]?(?!0(?!\\d|[.,]\\d))\\d+(?:[.,]\\d+)*(?:ns|us|ms|s|%)?(?!\\w)");

  private static final Pattern WORKER = Pattern.compile("\\bw\\d+(#\\d+)?(?!\\w)");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  GuideIT() {}

  private record Chapter(String number, String title, String command, boolean exact, String shown) {

    static Chapter of(Path file) throws IOException {
      String text = Files.readString(file);
      MatchResult found =
          CHAPTER
              .matcher(text)
              .results()
              .findFirst()
              .orElseThrow(() -> new AssertionError(file + " is not as a chapter is to be"));
      boolean exact = found.group(4).equals("exact");
      return new Chapter(found.group(1), found.group(2), found.group(3), exact, found.group(5));
    }

    /** The words of each stretch that is shown without a gap. */
    List<List<String>> stretches(UnaryOperator<String> mask) {
      return Pattern.compile("(?<!\\S)\\.\\.\\.(?!\\S)")
          .splitAsStream(shown)
          .map(stretch -> words(stretch, mask))
          .filter(words -> !words.isEmpty())
          .toList();
    }
  }

  static List<Path> chapters() throws IOException {
    try (Stream<Path> files = Files.list(GUIDE)) {
      return files.filter(file -> file.getFileName().toString().matches("\\d.*")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void a_chapter_s_command_says_what_the_chapter_shows(Path file) throws Exception {
    Chapter chapter = Chapter.of(file);
    UnaryOperator<String> mask = chapter.exact() ? UnaryOperator.identity() : GuideIT::masked;
    try (Cli run = Cli.start(folder, Cli.VERIFIER, Map.of(), chapter.command().split(" "))) {
      int code = run.exitCode();
      List<String> said = words(run.output(), mask);
      int from = 0;
      for (List<String> stretch : chapter.stretches(mask)) {
        int at = Collections.indexOfSubList(said.subList(from, said.size()), stretch);
        assertThat(at)
            .as("'%s' in what is said:%n%s", String.join(" ", stretch), run.output())
            .isNotNegative();
        from += at + stretch.size();
      }
      if (chapter.command().startsWith("run ")) {
        assertThat(code).isEqualTo(1); // It speaks of the money.
      } else {
        assertThat(code).as(run.output()).isZero();
      }
    }
  }

  @Test
  void there_are_eight_chapters_and_both_tables_of_contents_name_them_in_order()
      throws IOException {
    List<String> entries = new ArrayList<>();
    for (Path file : chapters()) {
      Chapter chapter = Chapter.of(file);
      entries.add(
          "%s. [%s](FOLDER%s)".formatted(chapter.number(), chapter.title(), file.getFileName()));
    }
    assertThat(entries).hasSize(8);
    String all = String.join("\n", entries) + "\n";
    assertThat(Path.of("../README.md")).content().contains(all.replace("FOLDER", ".docs/guide/"));
    assertThat(GUIDE.resolve("README.md")).content().contains(all.replace("FOLDER", ""));
  }

  @Test
  void figures_are_told_by_their_shape_and_nought_by_itself() {
    assertThat(masked("w1#0 has 1,200 of 0 in 4.9ms, at -0.055 (w12) of R1; 99% +12: 10"))
        .isEqualTo("W has # of 0 in #, at # (W) of R1; # #: #");
  }

  private static List<String> words(String text, UnaryOperator<String> mask) {
    return Stream.of(mask.apply(text).strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String masked(String text) {
    return FIGURE.matcher(WORKER.matcher(text).replaceAll("W")).replaceAll("#");
  }
}
