package dev.locklab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both jars carry other people's work, and with it the terms under which they may. */
@NullMarked
class LicencesIT {

  private static final String FOLDER = "META-INF/licenses/";

  /** A line of the list that the build makes: licences, name, group, artifact, version, address. */
  private static final Pattern CARRIED =
      Pattern.compile(
          "^ +(\\(.+\\)) .+ \\([^:()]+:([^:()]+):([^:()]+) - .*\\)$", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"../worker/target/worker.jar", "target/verifier.jar"})
  void the_jar_carries_the_projects_licence_and_that_of_all_it_carries(String file)
      throws IOException {
    try (JarFile jar = new JarFile(file)) {
      String own = text(jar, "META-INF/LICENSE");
      assertThat(own).isEqualTo(Files.readString(Path.of("../.docs/LICENSE")));
      List<String> wanting = new ArrayList<>();
      List<MatchResult> carried = carried(jar);
      for (MatchResult library : carried) {
        // A library without a text of its own under the licence that the jar has anyway needs none.
        boolean covered =
            library.group(1).contains("(Apache-2.0)") || hasText(jar, library.group(2));
        if (!covered) {
          wanting.add(library.group());
        }
      }
      assertThat(wanting).isEmpty();
      assertThat(carried)
          .extracting(library -> library.group(2))
          .contains("redisson", "netty-common", "jedis", "HdrHistogram", "picocli", "kryo");
    }
  }

  /** Where a class of the jar is from says the class path, on which every library is a file. */
  @ParameterizedTest
  @ValueSource(strings = {"../worker/target/worker.jar", "target/verifier.jar"})
  void nothing_is_carried_that_the_list_does_not_name(String file) throws IOException {
    try (JarFile jar = new JarFile(file)) {
      Set<String> sources =
          jar.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("dev/locklab/"))
              .map(name -> getClass().getClassLoader().getResource(name))
              .filter(Objects::nonNull)
              .map(url -> url.getPath().replaceFirst("!.*", "").replaceFirst(".*/", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(sources).hasSizeGreaterThan(20);
      List<String> listed =
          carried(jar).stream().map(one -> one.group(2) + "-" + one.group(3) + ".jar").toList();
      assertThat(listed).containsAll(sources);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../worker/target/worker.jar", "target/verifier.jar"})
  void netty_s_notice_is_carried_with_every_text_that_it_refers_to(String file) throws IOException {
    try (JarFile jar = new JarFile(file)) {
      String notice = text(jar, FOLDER + "netty/NOTICE");
      assertThat(notice).contains("The Netty Project");
      List<String> texts =
          Pattern.compile("license/[\\w.-]+\\.txt")
              .matcher(notice)
              .results()
              .map(MatchResult::group)
              .toList();
      assertThat(texts)
          .contains("license/LICENSE.jctools.txt")
          .allSatisfy(name -> assertThat(text(jar, FOLDER + "netty/" + name)).isNotBlank());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../worker/target/worker.jar", "target/verifier.jar"})
  void the_notice_names_every_library_and_every_program_that_the_jar_carries(String file)
      throws IOException {
    try (JarFile jar = new JarFile(file)) {
      List<String> notice = text(jar, "META-INF/NOTICE").lines().map(String::strip).toList();
      assertThat(notice.get(0)).isEqualTo("Redis Lock Lab");
      for (MatchResult library : carried(jar)) {
        assertThat(notice)
            .anyMatch(
                line ->
                    line.contains(" " + library.group(3) + " (")
                        && line.endsWith(":" + library.group(2) + ")"));
      }
      List<String> programs =
          jar.stream()
              .map(JarEntry::getName)
              .filter(name -> name.startsWith("redis-server"))
              .toList();
      assertThat(programs.isEmpty()).isEqualTo(file.contains("worker"));
      assertThat(notice.stream().filter(line -> line.matches("redis-server-\\S+")).toList())
          .containsExactlyInAnyOrderElementsOf(programs);
      assertThat(
              Pattern.compile("\\((licenses/\\S+)\\)")
                  .matcher(String.join(" ", notice))
                  .results()
                  .map(text -> text.group(1))
                  .toList())
          .allSatisfy(name -> assertThat(text(jar, "META-INF/" + name)).isNotBlank());
    }
  }

  /** What a program has been linked with is in it, and so are words of its own. */
  @Test
  void the_notice_names_what_the_programs_are_linked_with() throws IOException {
    try (JarFile jar = new JarFile("target/verifier.jar")) {
      String notice = text(jar, "META-INF/NOTICE");
      for (JarEntry program :
          jar.stream().filter(entry -> entry.getName().startsWith("redis-server")).toList()) {
        String words = new String(bytes(jar, program), StandardCharsets.ISO_8859_1);
        String name = program.getName();
        assertThat(words.contains("OpenSSL 1.1.1"))
            .as("%s has OpenSSL in it", name)
            .isEqualTo(section(notice, "OpenSSL 1.1.1").contains(name));
        assertThat(words.contains("MUSL_LOCPATH"))
            .as("%s has musl in it", name)
            .isEqualTo(section(notice, "musl").contains(name));
        assertThat(words).as(name).contains("Lua 5.1");
      }
    }
  }

  /** The line that begins so. */
  private static String section(String notice, String start) {
    return notice.lines().filter(line -> line.strip().startsWith(start)).findFirst().orElseThrow();
  }

  @Test
  void the_verifier_carries_the_terms_of_redis_and_of_the_pages_library() throws IOException {
    try (JarFile jar = new JarFile("target/verifier.jar")) {
      assertThat(text(jar, FOLDER + "redis/COPYING"))
          .contains("Copyright (c) 2006-2020, Salvatore Sanfilippo", "Redistributions in binary");
      assertThat(text(jar, FOLDER + "redis/lua.txt")).contains("Lua.org, PUC-Rio");
      assertThat(text(jar, FOLDER + "redis/jemalloc.txt")).contains("Jason Evans");
      assertThat(text(jar, FOLDER + "redis/hiredis.txt")).contains("Pieter Noordhuis");
      assertThat(text(jar, FOLDER + "redis/sources.txt")).contains("Marc Alexander Lehmann");
      assertThat(carried(jar)).extracting(library -> library.group(2)).contains("d3", "fastcsv");
      assertThat(text(jar, FOLDER + "d3-jar/LICENSE")).contains("Mike Bostock");
    }
  }

  private static List<MatchResult> carried(JarFile jar) throws IOException {
    String list = text(jar, "META-INF/THIRD-PARTY.txt");
    Matcher lines = CARRIED.matcher(list);
    List<MatchResult> carried = lines.results().toList();
    assertThat(carried).hasSize((int) list.lines().filter(line -> line.startsWith(" ")).count());
    return carried;
  }

  /** Whether there is a text from the library's own jar, or one that was added to the project. */
  private static boolean hasText(JarFile jar, String artifact) {
    return jar.stream()
        .filter(entry -> entry.getSize() > 0)
        .map(JarEntry::getName)
        .anyMatch(
            name ->
                name.startsWith(FOLDER + artifact + "-jar/LICENSE")
                    || name.startsWith(FOLDER + artifact + "/LICENSE"));
  }

  private static String text(JarFile jar, String name) throws IOException {
    JarEntry entry = requireNonNull(jar.getJarEntry(name), () -> jar.getName() + " has no " + name);
    return new String(bytes(jar, entry), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
    return jar.getInputStream(entry).readAllBytes();
  }
}
