package dev.locklab.bench;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.JournalEntry;
import dev.locklab.account.Write;
import dev.locklab.archive.JournalStream;
import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Audit;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Journal;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.run.Ending;
import dev.locklab.run.Json;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SeqRanges;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * How fast the audit is: on entries that are parsed already, from a file in a small heap, and from
 * Redis beside a bare XRANGE of the same stream. One write in {@value #RACE} is stale.
 *
 * <pre>
 * java -cp verifier/target/test-classes:verifier/target/verifier.jar dev.locklab.bench.AuditBench
 * java ... dev.locklab.bench.AuditBench 10000000 1000000      # entries in the file, and in Redis
 * </pre>
 */
public final class AuditBench {

  private static final int WORKERS = 4;
  private static final int RACE = 50;
  private static final int PARSED = 1_000_000;
  private static final int ROUNDS = 5;
  private static final int PIPELINE = 100;

  private AuditBench() {}

  public static void main(String... args) throws Exception {
    if (args.length == 1) {
      fromFile(Path.of(args[0]));
      return;
    }
    int inFile = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
    int inRedis = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
    parsed();
    Path folder = Files.createTempDirectory("locklab-audit-");
    for (boolean packed : new boolean[] {false, true}) {
      Path journal = write(folder, inFile, packed);
      System.out.printf(
          "%s: %,d entries, %,d MB%n", journal.getFileName(), inFile, Files.size(journal) >> 20);
      Process small =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  AuditBench.class.getName(),
                  folder.toString())
              .inheritIO()
              .start();
      if (small.waitFor() != 0) {
        throw new IllegalStateException("the audit in a small heap failed");
      }
      Files.delete(journal);
    }
    fromRedis(inRedis);
  }

  private static void parsed() {
    List<Write> writes = new ArrayList<>();
    new Writes(PARSED).forEachRemaining(writes::add);
    Evidence evidence = evidence(PARSED, Journal.of(writes), writes.get(PARSED - 1).value());
    Spent best = Spent.NOTHING_YET;
    for (int i = 0; i < ROUNDS; i++) {
      best = best.orLess(Spent.on(() -> Audit.of(evidence)));
    }
    System.out.printf(
        "pure audit of %,d parsed entries, best of %d: %s%n", PARSED, ROUNDS, best.rate(PARSED));
  }

  private static void fromFile(Path folder) {
    Evidence evidence = new RunFolder(folder).read();
    long[] entries = {0};
    Spent parsing =
        Spent.on(() -> evidence.journal().forEach(write -> entries[0] += write.thread() + 1L));
    List<Findings> findings = new ArrayList<>();
    Spent both = Spent.on(() -> findings.add(Audit.of(evidence)));
    System.out.printf(
        "  heap of %d MB: reading alone %s; read and audited %s%n  %s%n",
        Runtime.getRuntime().maxMemory() >> 20,
        parsing.rate(entries[0]),
        both.rate(entries[0]),
        findings.get(0).findings().get(0).sentence());
  }

  private static void fromRedis(int entries) throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      AccountKeys keys = new AccountKeys("bench");
      long last = fill(redis.address(), keys.journal(), entries);
      Spent bare = Spent.NOTHING_YET;
      Spent audited = Spent.NOTHING_YET;
      for (int i = 0; i < ROUNDS; i++) {
        bare = bare.orLess(Spent.on(() -> bareRead(redis.address(), keys.journal())));
        JournalStream stream = new JournalStream(redis.address(), keys.journal());
        audited = audited.orLess(Spent.on(() -> Audit.of(evidence(entries, stream, last))));
      }
      System.out.printf(
          "Redis, %,d entries, best of %d: bare XRANGE %s; read and audited %s: %.2f times%n",
          entries, ROUNDS, bare.rate(entries), audited.rate(entries), audited.wall() / bare.wall());
    }
  }

  private static long fill(RedisAddress address, String key, int entries) {
    Iterator<Write> writes = new Writes(entries);
    long last = 0;
    try (Link link = address.link("bench")) {
      byte[] journal = key.getBytes(StandardCharsets.UTF_8);
      while (writes.hasNext()) {
        List<CommandArguments> some = new ArrayList<>();
        while (some.size() < PIPELINE && writes.hasNext()) {
          Write write = writes.next();
          last = write.value();
          some.add(JournalEntry.append(journal, write));
        }
        link.transaction(some.toArray(CommandArguments[]::new));
      }
    }
    return last;
  }

  /** The same client and the same page size, and nothing done with what comes. */
  private static void bareRead(RedisAddress address, String key) {
    try (Link link = address.link("bench")) {
      String from = "-";
      List<?> page;
      do {
        page =
            link.list(
                new CommandArguments(Command.XRANGE)
                    .add(key)
                    .add(from)
                    .add("+")
                    .add("COUNT")
                    .add(JournalStream.PAGE));
        if (!page.isEmpty()) {
          from = "(" + Replies.text(((List<?>) page.get(page.size() - 1)).get(0));
        }
      } while (page.size() == JournalStream.PAGE);
    }
  }

  private static Path write(Path folder, int entries, boolean packed) throws IOException {
    Path journal = folder.resolve(packed ? "journal.ndjson.gz" : "journal.ndjson");
    OutputStream raw = Files.newOutputStream(journal);
    long last = 0;
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                packed ? new GZIPOutputStream(raw) : raw, StandardCharsets.UTF_8))) {
      Writes writes = new Writes(entries);
      while (writes.hasNext()) {
        Write write = writes.next();
        last = write.value();
        out.write(Json.MAPPER.writeValueAsString(write));
        out.write('\n');
      }
    }
    Evidence evidence = evidence(entries, Journal.EMPTY, last);
    Files.writeString(
        folder.resolve("spec.json"),
        Json.MAPPER.writeValueAsString(RunFolder.spec(evidence.spec(), evidence.ending())));
    Files.writeString(
        folder.resolve("tallies.json"), Json.MAPPER.writeValueAsString(evidence.tallies()));
    return journal;
  }

  private static Evidence evidence(int entries, Journal journal, long last) {
    List<String> team = List.of("w0", "w1", "w2", "w3");
    RunSpec spec =
        Workload.builder().build().started("bench", "race", Promise.NONE, null, team, List.of());
    List<Tally> tallies = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      SeqRanges seqs = SeqRanges.parse("0-" + (entries / WORKERS - 1));
      BigInteger sum = BigInteger.valueOf(entries / WORKERS);
      Tally.Share none = new Tally.Share(new SeqRanges(), BigInteger.ZERO);
      tallies.add(
          new Tally(
              team.get(worker),
              0,
              new Tally.Share(seqs, sum),
              none,
              none,
              none,
              none,
              0,
              0,
              1,
              1_000_000,
              0L,
              10L,
              null,
              null,
              Map.of(),
              null,
              null,
              null));
    }
    Ending ending =
        new Ending(
            last,
            (long) entries,
            List.of(),
            false,
            null,
            null,
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            null);
    return new Evidence(spec, ending, journal, tallies);
  }

  /** Seconds by the clock, and of this thread's processor time: on a busy machine they differ. */
  private record Spent(double wall, double cpu) {

    static final Spent NOTHING_YET = new Spent(Double.MAX_VALUE, Double.MAX_VALUE);

    static Spent on(Runnable work) {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long cpu = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      work.run();
      double wall = (System.nanoTime() - start) / 1e9;
      return new Spent(wall, (threads.getCurrentThreadCpuTime() - cpu) / 1e9);
    }

    Spent orLess(Spent other) {
      return new Spent(Math.min(wall, other.wall), Math.min(cpu, other.cpu));
    }

    String rate(long entries) {
      return "%.2f s, %,.0f entries/s (processor: %.2f s, %,.0f/s)"
          .formatted(wall, entries / wall, cpu, entries / cpu);
    }
  }

  /** Updates of one, by four workers in turn; now and then one has not read its predecessor. */
  private static final class Writes implements Iterator<Write> {

    private final int count;
    private long version;
    private long before;
    private long value;

    Writes(int count) {
      this.count = count;
    }

    @Override
    public boolean hasNext() {
      return version < count;
    }

    @Override
    public Write next() {
      boolean stale = version > 0 && version % RACE == 0;
      long read = stale ? before : value;
      long saw = stale ? version - 1 : version;
      int worker = (int) (version % WORKERS);
      long seq = version / WORKERS;
      long at = 1_700_000_000_000_000L + version * 40;
      version++;
      before = value;
      value = read + 1;
      return new Write(version, saw, 1, value, "w" + worker, 0, seq, null, at, at + 10, at + 35);
    }
  }
}
