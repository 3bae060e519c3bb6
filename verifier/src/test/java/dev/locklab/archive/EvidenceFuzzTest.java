package dev.locklab.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Experiment;
import dev.locklab.report.JsonReport;
import dev.locklab.report.TextReport;
import dev.locklab.run.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders of real runs, spoilt by chance: a key gone or null, a number or a text changed, things
 * swapped, doubled and cut. Whatever the audit then still calls CONSISTENT must be so by a judge
 * that shares nothing with it; and every other folder is judged or refused, in one line and in good
 * time.
 */
class EvidenceFuzzTest {

  private static final int MUTANTS = 1_000;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final List<String> FILES = List.of("spec.json", "journal.ndjson", "tallies.json");
  private static final String[] NUMBERS = {
    "0",
    "1",
    "-1",
    "2",
    "3",
    "7",
    "100",
    "1000000",
    "-9223372036854775808",
    "9223372036854775807",
    "9223372036854775808",
    "1.5",
    "1e9"
  };

  @TempDir private Path folder;

  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private int refused;

  @SuppressWarnings("NullAway.Init")
  EvidenceFuzzTest() {}

  @ParameterizedTest
  @ValueSource(strings = {"lock", "race", "handoff", "journal-off", "busy", "killed", "minimal"})
  void noSpoiltFolderIsWronglyConsistent(String name) throws IOException {
    List<String> sound = fixture(name);
    Verdict whole = judge(sound, name);
    assertThat(whole).isEqualTo(name.equals("race") ? Verdict.LOST_UPDATES : Verdict.CONSISTENT);
    if (whole == Verdict.CONSISTENT) {
      assertThat(new BruteForceJudge(sound.get(0), sound.get(1), sound.get(2)).objection())
          .isNull();
    }
    for (int seed = 0; seed < MUTANTS; seed++) {
      Random random = new Random(seed);
      List<@Nullable String> mutant = new ArrayList<>(sound);
      for (int times = random.nextInt(8) == 0 ? 2 : 1; times > 0; times--) {
        spoil(mutant, random);
      }
      Verdict verdict = judge(mutant, name + " " + seed);
      if (verdict == Verdict.CONSISTENT) {
        assertThat(
                new BruteForceJudge(
                        Objects.requireNonNull(mutant.get(0)),
                        Objects.requireNonNullElse(mutant.get(1), ""),
                        Objects.requireNonNull(mutant.get(2)))
                    .objection())
            .as("%s, seed %d: %s", name, seed, mutant)
            .isNull();
      }
    }
    // Not hollow: some are spoilt where it does not matter, some are read and found wanting.
    assertThat(verdicts).as("%s, %d refused", verdicts, refused).hasSizeGreaterThanOrEqualTo(3);
    assertThat(refused).isBetween(MUTANTS / 10, MUTANTS * 9 / 10);
  }

  /** Whoever says yes to everything is found out: the judge objects where updates are lost. */
  @Test
  void theJudgeObjectsToLostUpdates() throws IOException {
    List<String> race = fixture("race");
    assertThat(new BruteForceJudge(race.get(0), race.get(1), race.get(2)).objection()).isNotNull();
  }

  private static List<String> fixture(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream in =
          EvidenceFuzzTest.class.getResourceAsStream("/runs/" + name + "/" + file)) {
        texts.add(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** The verdict; null if the folder is refused, which takes one line. */
  private @Nullable Verdict judge(List<? extends @Nullable String> texts, String name)
      throws IOException {
    for (int i = 0; i < FILES.size(); i++) {
      String text = texts.get(i);
      Path file = folder.resolve(FILES.get(i));
      if (text == null) {
        Files.deleteIfExists(file);
      } else {
        Files.writeString(file, text);
      }
    }
    long began = System.nanoTime();
    try {
      Judged judged = Judged.of(new RunFolder(folder).read());
      TextReport.ofRun(judged, 120);
      JsonReport.of(Experiment.of(List.of(judged)));
      verdicts.merge(judged.findings().verdict(), 1, Integer::sum);
      return judged.findings().verdict();
    } catch (UsageException e) {
      assertThat(e.getMessage()).as(name).isNotBlank().hasLineCount(1);
      assertThat(e.getMessage()).as(name).doesNotContain("NullPointer").doesNotContain("null)");
      refused++;
      return null;
    } catch (RuntimeException e) {
      throw new AssertionError(name + ": " + texts, e);
    } finally {
      assertThat(System.nanoTime() - began).as(name).isLessThan(MOST_NANOS);
    }
  }

  private static void spoil(List<@Nullable String> texts, Random random) {
    int file = random.nextInt(FILES.size());
    String text = texts.get(file);
    if (text == null || text.isEmpty()) {
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> texts.set(file, random.nextInt(4) == 0 ? null : cut(text, random));
      case 1, 2 -> texts.set(file, lines(text, random));
      case 3 -> texts.set(file, stray(text, random));
      default ->
          texts.set(
              file, FILES.get(file).endsWith("ndjson") ? line(text, random) : json(text, random));
    }
  }

  private static String cut(String text, Random random) {
    return text.substring(0, random.nextInt(text.length()));
  }

  private static String stray(String text, Random random) {
    int at = random.nextInt(text.length());
    return text.substring(0, at)
        + (char) (32 + random.nextInt(95))
        + text.substring(at + random.nextInt(2));
  }

  private static String lines(String text, Random random) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(3)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(at));
      default -> Collections.swap(lines, at, random.nextInt(lines.size()));
    }
    return String.join("", lines);
  }

  private static String line(String text, Random random) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    int at = random.nextInt(lines.size());
    lines.set(at, json(lines.get(at), random) + "\n");
    return String.join("", lines);
  }

  private static String json(String text, Random random) {
    try {
      JsonNode tree = Json.MAPPER.readTree(text);
      List<JsonNode> inner = new ArrayList<>();
      collect(tree, inner);
      if (inner.isEmpty()) {
        return text;
      }
      JsonNode node = inner.get(random.nextInt(inner.size()));
      if (node instanceof ObjectNode object) {
        spoil(object, random);
      } else {
        spoil((ArrayNode) node, random);
      }
      return Json.MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private static void collect(JsonNode node, List<JsonNode> inner) {
    if (node.isContainerNode()) {
      if (node.size() > 0) {
        inner.add(node);
      }
      node.forEach(child -> collect(child, inner));
    }
  }

  private static void spoil(ObjectNode object, Random random) throws JsonProcessingException {
    List<String> keys = new ArrayList<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      keys.add(names.next());
    }
    String key = keys.get(random.nextInt(keys.size()));
    String other = keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(6)) {
      case 0 -> object.remove(key);
      case 1 -> object.putNull(key);
      case 2 -> {
        JsonNode one = object.get(key);
        object.set(key, object.get(other));
        object.set(other, one);
      }
      default -> object.set(key, changed(object.get(key), random));
    }
  }

  private static void spoil(ArrayNode array, Random random) throws JsonProcessingException {
    int at = random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> array.remove(at);
      case 1 -> array.insert(at, array.get(at).deepCopy());
      case 2 -> array.set(at, changed(array.get(at), random));
      default -> array.insertNull(at);
    }
  }

  private static JsonNode changed(JsonNode value, Random random) throws JsonProcessingException {
    if (value.isIntegralNumber() && random.nextInt(4) != 0) {
      long step = random.nextInt(5) - 2L;
      return random.nextBoolean()
          ? Json.MAPPER.readTree(NUMBERS[random.nextInt(NUMBERS.length)])
          : Json.MAPPER.getNodeFactory().numberNode(value.asLong() + step);
    }
    if (value.isTextual() && random.nextInt(4) != 0) {
      String[] texts = {
        "",
        "w1",
        "w2",
        "a",
        "0-5",
        "0-4",
        "0,2",
        "5",
        "0-2147483647",
        "0-9223372036854775807",
        "1-0",
        "LIMIT",
        "NONE",
        "ATOMIC",
        "SKIP",
        "../../../etc",
        "1s",
        "\u001b[31m",
        value.asText() + "x"
      };
      return Json.MAPPER.getNodeFactory().textNode(texts[random.nextInt(texts.length)]);
    }
    if (value.isBoolean()) {
      return Json.MAPPER.getNodeFactory().booleanNode(!value.asBoolean());
    }
    String[] others = {"null", "true", "[]", "{}", "\"x\"", "-5", "[null]", "{\"w1\":3}"};
    return Json.MAPPER.readTree(others[random.nextInt(others.length)]);
  }
}
