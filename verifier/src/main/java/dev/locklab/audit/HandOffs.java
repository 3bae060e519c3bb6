package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Histograms;
import dev.locklab.run.RunSpec;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long it took from one holder's end to the next holder's start, from the journal.
 *
 * <p>A section ends, as far as the journal knows, when its write was sent: the figure contains that
 * write's round trip and the release. Clocks are corrected by their measured offsets, and what they
 * are wrong by stays in it. Only hand-offs between different threads count, and only where the next
 * one had done with its update before, pause and all, when the earlier one was granted the lock: it
 * was waiting.
 */
final class HandOffs implements Rule {

  private static final long NANOS = 1_000;

  private final Map<WriterThreads.Writer, Long> idleSince = new HashMap<>();
  private @Nullable Histogram times;
  private final long pause;
  private WriterThreads.@Nullable Writer before;
  private long granted;
  private long ended = Long.MIN_VALUE;

  HandOffs(RunSpec spec) {
    pause = spec.workload().pause().toNanos() / NANOS;
  }

  @Override
  public void write(Write write, WriterThreads.Writer writer) {
    Long acquiredAt = write.acquiredAt();
    ClockOffset clock = writer.clock;
    if (acquiredAt == null || clock == null) {
      ended = Long.MIN_VALUE;
      return;
    }
    long start = clock.toServer(acquiredAt);
    Long idle = idleSince.get(writer);
    if (ended != Long.MIN_VALUE && writer != before && idle != null && idle + pause <= granted) {
      Histogram all = times == null ? Histograms.nanos() : times;
      Histograms.record(all, (start - ended) * NANOS);
      times = all;
    }
    before = writer;
    granted = start;
    ended = clock.toServer(write.writtenAt());
    idleSince.put(writer, ended);
  }

  Findings.Times times() {
    return times == null ? Findings.Times.NONE : Findings.Times.of(times);
  }
}
