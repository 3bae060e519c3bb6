package dev.locklab.worker;

import com.sun.management.OperatingSystemMXBean;
import dev.locklab.run.Load;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Measures from its making on what this process and its machine are busy with: the process by the
 * JVM's own count, the machine by Linux' counters.
 */
final class LoadMeter {

  /** A machine's processor time by what it was used for, since it was started. */
  record Ticks(long all, long idle, long stolen) {

    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int STOLEN = 8;

    /**
     * Reads the line of all processors together.
     *
     * @return null if it is none that Linux has written
     */
    static @Nullable Ticks parse(String line) {
      String[] fields = BLANKS.split(line.strip(), -1);
      if (!fields[0].equals("cpu") || fields.length <= STOLEN) {
        return null;
      }
      long all = 0;
      try {
        // What guests used is in what their hosts did.
        for (int field = 1; field <= STOLEN; field++) {
          all += Long.parseLong(fields[field]);
        }
        return new Ticks(
            all,
            Long.parseLong(fields[IDLE]) + Long.parseLong(fields[WAITING]),
            Long.parseLong(fields[STOLEN]));
      } catch (NumberFormatException e) {
        return null;
      }
    }

    static @Nullable Ticks now(Path counters) {
      try {
        return parse(Files.readString(counters).lines().findFirst().orElse(""));
      } catch (IOException e) {
        return null;
      }
    }
  }

  private static final Path COUNTERS = Path.of("/proc/stat");

  private final long begun = System.nanoTime();
  private final long cpu = cpuNanos();
  private final @Nullable Ticks ticks = Ticks.now(COUNTERS);

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : -1;
  }

  /** What has been used since; null where the JVM does not count. */
  @Nullable Load load() {
    long used = cpuNanos() - cpu;
    return cpu < 0
        ? null
        : load(
            TimeUnit.NANOSECONDS.toMicros(used),
            TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun),
            ticks,
            Ticks.now(COUNTERS));
  }

  /** The load between two readings of the machine's counters. */
  static Load load(long cpuMicros, long wallMicros, @Nullable Ticks from, @Nullable Ticks to) {
    if (from == null || to == null || to.all() <= from.all()) {
      return new Load(cpuMicros, wallMicros, null, null);
    }
    double all = (double) to.all() - from.all();
    double stolen = (to.stolen() - from.stolen()) / all;
    return new Load(cpuMicros, wallMicros, 1 - (to.idle() - from.idle()) / all - stolen, stolen);
  }
}
