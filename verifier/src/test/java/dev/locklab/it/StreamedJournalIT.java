package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.locklab.account.Write;
import dev.locklab.archive.JournalDrain;
import dev.locklab.archive.JournalTail;
import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.UsageException;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.StoredRun;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import dev.locklab.run.Workload.Streaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Journals that leave Redis while they are written prove as much as those that stay. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamedJournalIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long UPDATES = 8_000;

  @TempDir private static Path folder;

  private EmbeddedRedis redis;
  private Lab lab;
  private Link link;

  @SuppressWarnings("NullAway.Init")
  StreamedJournalIT() {}

  @BeforeAll
  void open() {
    redis = EmbeddedRedis.start();
    lab = Lab.on(redis.address()).crew(Crew.own(2)).results(folder).open();
    link = redis.address().link("test");
  }

  @AfterAll
  void close() {
    link.close();
    lab.close();
    redis.close();
  }

  /** Follows a run as the live page does, and looks how much of its journal Redis has. */
  private final class Follower implements RunListener {

    final List<Long> versions = new ArrayList<>();
    final AtomicLong longest = new AtomicLong();
    private @Nullable JournalTail tail;

    @Override
    public void opened(RunSpec spec, Supplier<JournalTail> journal) {
      tail = journal.get();
    }

    @Override
    public void progress(RunSpec spec, Phase phase, Progress progress) {
      if (phase == Phase.WORKING) {
        longest.accumulateAndGet(length(spec.run()), Math::max);
        read(500);
      }
    }

    private void read(int most) {
      JournalTail from = tail;
      if (from != null) {
        from.read(most).forEach(write -> versions.add(write.version()));
      }
    }

    /** All that it did not get round to. */
    void readOn() {
      JournalTail from = tail;
      boolean more = from != null;
      while (from != null && more) {
        read(2_000);
        more = !from.isAtEnd();
      }
    }
  }

  private long length(String run) {
    Object length = link.call(Command.XLEN, "{locklab:" + run + "}:journal");
    return length == null ? 0 : (Long) length;
  }

  @ParameterizedTest
  @CsvSource({"incr,PLAIN", "incr,GZIP", "race,PLAIN", "race,GZIP"})
  void a_streamed_run_is_judged_as_any_and_its_stream_stays_short(
      String strategy, Streaming streaming) throws Exception {
    Follower follower = new Follower();
    // At a pace that any machine bears; the stream is shorter than half of what is written.
    Workload.Builder slow = workload(streaming).updates(UPDATES).pause(Duration.ofMillis(1));
    RunResult result = lab.run(strategy, slow.build(), follower);
    follower.readOn();

    Findings findings = result.findings();
    assertThat(result.verdict())
        .as("%s", findings.findings())
        .isEqualTo(strategy.equals("race") ? Verdict.LOST_UPDATES : Verdict.CONSISTENT);
    assertThat(findings.lineage()).returns(2 * UPDATES, Findings.Lineage::writes);
    assertThat(findings.notices()).isEmpty();
    assertThat(findings.lost() > 0).isEqualTo(strategy.equals("race"));
    assertThat(Judged.of(new RunFolder(result.folder()).read()).findings()).isEqualTo(findings);

    String run = result.judged().spec().run();
    assertThat(follower.longest.get()).isBetween(1L, UPDATES);
    assertThat(length(run)).isBetween((long) JournalDrain.KEPT, 2L * JournalDrain.KEPT);
    assertThat(follower.versions)
        .isEqualTo(LongStream.rangeClosed(1, 2 * UPDATES).boxed().toList());
    assertThatThrownBy(() -> StoredRun.fromRedis(lab.subject(), lab.subject(), run))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("streamed to its folder");
  }

  @ParameterizedTest
  @EnumSource
  void a_gap_in_the_file_is_found(Streaming streaming) throws Exception {
    RunResult result = lab.run("incr", workload(streaming).updates(3_000L).build());
    assertThat(result.verdict()).isEqualTo(Verdict.CONSISTENT);
    Path file = journal(result.folder());
    List<String> lines = lines(file);

    List<String> holed = new ArrayList<>(lines);
    holed.remove(2_999);
    write(file, holed);
    assertThat(judged(result.folder())).isEqualTo(Verdict.UNEXPLAINED);

    write(file, lines.subList(0, lines.size() - 1));
    assertThat(judged(result.folder())).isEqualTo(Verdict.UNEXPLAINED);

    write(file, lines);
    assertThat(judged(result.folder())).isEqualTo(Verdict.CONSISTENT);
  }

  @Test
  void a_store_that_is_emptied_has_lost_writes_that_had_been_streamed() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    RunResult result =
        lab.run(
            "incr",
            workload(Streaming.PLAIN).duration(Duration.ofSeconds(3)).build(),
            (spec, phase, progress) -> {
              if (progress.applied() > 5_000 && done.compareAndSet(false, true)) {
                link.call(Command.FLUSHALL);
              }
            });

    assertThat(done).isTrue();
    assertThat(result.verdict())
        .as("%s", result.findings().findings())
        .isEqualTo(Verdict.STORE_LOST_WRITES);
  }

  @ParameterizedTest
  @EnumSource
  void what_a_store_has_lost_of_the_end_leaves_the_file_too(Streaming streaming) throws Exception {
    Path own = Files.createDirectories(folder.resolve("drained-" + streaming));
    String key = "{drained}:" + streaming;
    List<String> ids = new ArrayList<>();
    try (JournalDrain drain =
        new JournalDrain(redis.address(), key, new RunFolder(own), streaming)) {
      drain.start();
      JournalTail tail = drain.tail();
      long read = 0;
      for (int block = 0; block < 5; block++) {
        for (int i = 0; i < 10; i++) {
          ids.add(append(key, ids.size(), 1));
        }
        long wanted = ids.size();
        List<Write> seen = new ArrayList<>();
        await().atMost(LONG).until(() -> seen.addAll(tail.read(100)) && !seen.isEmpty());
        read += seen.size();
        while (read < wanted) {
          read += tail.read(100).size();
        }
      }
      assertThat(tail.read(100)).as("caught up").isEmpty();
      assertThat(tail.read(100)).as("and stays there").isEmpty();
      for (String lost : ids.subList(25, 50)) {
        link.call(Command.XDEL, key, lost);
      }
      for (int i = 25; i < 45; i++) {
        append(key, i, 2);
      }
      assertThat(drain.finish()).isNull();
      tail.rewind();
      List<Write> kept = tail.read(100);
      assertThat(kept)
          .extracting(Write::delta)
          .isEqualTo(
              Stream.concat(
                      Stream.generate(() -> 1L).limit(25), Stream.generate(() -> 2L).limit(20))
                  .toList());
      assertThat(kept)
          .extracting(Write::version)
          .isEqualTo(LongStream.rangeClosed(1, 45).boxed().toList());
      tail.close();
    }
  }

  /** As from a snapshot that was made long before. */
  @Test
  void a_store_that_comes_back_as_it_was_long_ago_takes_nothing_else_from_the_file()
      throws Exception {
    Path own = Files.createDirectories(folder.resolve("restored"));
    String key = "{drained}:restored";
    int kept = 6_000;
    try (JournalDrain drain =
        new JournalDrain(redis.address(), key, new RunFolder(own), Streaming.PLAIN)) {
      drain.start();
      appendAll(key, 0, kept, 1);
      Object then = link.call(Command.DUMP, key);
      int all = kept + 2 * JournalDrain.KEPT;
      appendAll(key, kept, all, 1);
      await().atMost(LONG).until(() -> Replies.number(link.call(Command.XLEN, key)) < all - kept);
      link.call(new CommandArguments(Command.RESTORE).add(key).add("0").add(then).add("REPLACE"));
      appendAll(key, kept, kept + 10, 2);
      drain.finish();
      List<String> lines = lines(own.resolve("journal.ndjson"));
      assertThat(lines).hasSize(kept + 10);
      assertThat(lines.get(kept - 1)).contains("\"delta\":1,");
      assertThat(lines.get(kept)).contains("\"delta\":2,", "\"version\":" + (kept + 1) + ",");
    }
  }

  private void appendAll(String key, int from, int to, long delta) {
    for (int i = from; i < to; i++) {
      append(key, i, delta);
    }
  }

  private String append(String key, long saw, long delta) {
    String entry = "%s * s %s d %s v 5 w w1 t 0 n %s k - a - r 1 x 1";
    return Replies.text(link.call(Command.XADD, entry.formatted(key, saw, delta, saw).split(" ")));
  }

  @ParameterizedTest
  @CsvSource({"stream,journal.ndjson", "gzip,journal.ndjson.gz"})
  void a_lab_that_is_killed_leaves_what_it_had_got(String option, String name) throws Exception {
    Path home = Files.createDirectories(folder.resolve("killed-" + option));
    String run = "run --strategy incr --workers 2 --duration 60s --journal " + option;
    Path file;
    try (Cli cli = Cli.verifier(home, run.split(" "))) {
      await().atMost(LONG).until(() -> !found(home, name).isEmpty());
      file = found(home, name).get(0);
      await().atMost(LONG).until(() -> Files.size(file) > 100_000);
      cli.process().destroyForcibly().waitFor();
    }
    Path left = file.resolveSibling("");
    assertThat(new RunFolder(left).read().journal()).hasSizeGreaterThan(300);
    // As if it had been killed while it wrote.
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 40));
    try (Cli check = Cli.verifier(home, "check", "--journal", left.toString())) {
      assertThat(check.exitCode()).as(check.output()).isEqualTo(2);
      assertThat(check.output())
          .contains("INDETERMINATE: the lab was ended before the run")
          .contains("the run was ended early: interrupted");
    }
  }

  @Test
  void a_disk_that_is_full_ends_the_run_and_proves_nothing() throws Exception {
    Path home = Files.createDirectories(folder.resolve("full"));
    String run = "run --strategy incr --workers 2 --duration 60s --journal stream";
    try (Cli cli =
        Cli.start(
            List.of("bash", "-c", "ulimit -f 512; exec \"$@\"", "bash"),
            home,
            Cli.VERIFIER,
            Map.of("LOCKLAB_REDIS", redis.address().url()),
            run.split(" "))) {
      assertThat(cli.exitCode()).as(cli.output()).isEqualTo(69);
      assertThat(cli.output())
          .contains("INDETERMINATE", "the run cannot be kept in ", "the run was ended early: ")
          .doesNotContain("\tat ");
    }
    // What has left Redis is nowhere else.
    Path left = found(home, "spec.json").get(0).resolveSibling("");
    assertThat(new RunFolder(left).read().journal()).hasSizeGreaterThan(1_000);
  }

  private static Workload.Builder workload(Streaming streaming) {
    return Workload.builder().threads(2).streaming(streaming);
  }

  private static Verdict judged(Path run) {
    return Judged.of(new RunFolder(run).read()).findings().verdict();
  }

  private static Path journal(Path run) {
    Path packed = run.resolve("journal.ndjson.gz");
    return Files.exists(packed) ? packed : run.resolve("journal.ndjson");
  }

  private static List<Path> found(Path under, String name) throws IOException {
    try (Stream<Path> files = Files.walk(under)) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void write(Path file, List<String> lines) throws IOException {
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
