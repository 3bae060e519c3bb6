package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.Histograms;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long it took from one holder's end to the next holder's start, from the journal.
 *
 * <p>A section ends, as far as the journal knows, when its write was sent: the figure contains that
 * write's round trip and the release. Clocks are corrected by their measured offsets, and what they
 * are wrong by stays in it. Only hand-offs between different threads count, and only where the next
 * one had done with its update before, pause and all, when the earlier one was granted the lock: it
 * was waiting.
 */
final class HandOffs {

  private static final long NANOS = 1_000;

  private final Map<String, Long> offsets = new HashMap<>();
  private final Map<String, Long> idleSince = new HashMap<>();
  private final Histogram times = Histograms.nanos();
  private final long pause;
  private String before = "";
  private long granted;
  private long ended = Long.MIN_VALUE;

  HandOffs(RunSpec spec, List<Tally> tallies) {
    pause = spec.pause().toNanos() / NANOS;
    tallies.forEach(tally -> offsets.put(tally.worker(), tally.clockOffset()));
  }

  void add(Write write) {
    Long acquiredAt = write.acquiredAt();
    Long offset = offsets.get(write.worker());
    if (acquiredAt == null || offset == null) {
      ended = Long.MIN_VALUE;
      return;
    }
    String writer = write.worker() + "#" + write.thread();
    long start = acquiredAt + offset;
    Long idle = idleSince.get(writer);
    if (ended != Long.MIN_VALUE
        && !writer.equals(before)
        && idle != null
        && idle + pause <= granted) {
      Histograms.record(times, (start - ended) * NANOS);
    }
    before = writer;
    granted = start;
    ended = write.writtenAt() + offset;
    idleSince.put(writer, ended);
  }

  Findings.Times times() {
    return Findings.Times.of(times);
  }
}
