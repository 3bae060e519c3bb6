package dev.locklab.report;

import dev.locklab.account.Write;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.AnomalousUpdate;
import dev.locklab.audit.Blame;
import dev.locklab.audit.WriteStory;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells of single writes: one at length, or many, a line each. */
public final class Explained {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Explained() {}

  /** The whole story of one write. Times are those of the server's clock where it is known. */
  public static List<String> of(WriteStory story) {
    Write write = story.write();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Version %s, by %s: %s, from %s to %s. %s"
            .formatted(
                write.version(),
                name(write),
                Amounts.signed(write.delta()),
                Amounts.plain(write.read()),
                Amounts.plain(write.value()),
                story.blame() == null ? "It is in the balance." : "It is lost."));
    List<String> sentences = new ArrayList<>();
    sentences.add(lock(story));
    sentences.add(read(write, story.clock()));
    sentences.add(story.missed() == 0 ? "Nothing was written in between." : missed(story));
    Blame blame = story.blame();
    if (blame != null) {
      Write culprit = blame.culprit();
      sentences.add(
          "It was overwritten by version %s, by %s (%s, now %s), which had read %s %s: that read made it possible. It was written %s%s."
              .formatted(
                  culprit.version(),
                  name(culprit),
                  Amounts.signed(culprit.delta()),
                  Amounts.plain(culprit.value()),
                  seen(culprit),
                  at(culprit.readAt(), culprit, blame.clock()),
                  at(culprit.writtenAt(), culprit, blame.clock()),
                  under(culprit)));
      sentences.add(Mechanism.of(write, blame, Explained::name));
    } else if (story.erased() > 0) {
      sentences.add(
          "It is to blame for %s: see --list lost."
              .formatted(Amounts.count(story.erased(), "lost update")));
    }
    sentences.forEach(sentence -> lines.add("  " + sentence));
    return lines;
  }

  /** One line for one entry of a list. */
  public static String line(AnomalousUpdate exhibit) {
    Write write = exhibit.write();
    String who = "%s#%s/%s".formatted(exhibit.worker(), exhibit.thread(), exhibit.seq());
    if (write == null) {
      return "          -  " + who;
    }
    String line =
        "%11s  %-12s %7s = %s, had read version %s"
            .formatted(
                write.version(),
                who,
                Amounts.signed(write.delta()),
                Amounts.plain(write.value()),
                write.saw());
    line += write.token() == null ? "" : ", token " + write.token();
    Blame blame = exhibit.blame();
    return blame == null
        ? line
        : line
            + "; lost to version %s of %s, which had read version %s%s"
                .formatted(
                    blame.culprit().version(),
                    name(blame.culprit()),
                    blame.culprit().saw(),
                    blame.culpritLate() || blame.victimLate() ? " (lease over)" : "");
  }

  private static String lock(WriteStory story) {
    Write write = story.write();
    Long acquiredAt = write.acquiredAt();
    if (acquiredAt == null) {
      return "It was made without a lock" + under(write) + ".";
    }
    long held = write.writtenAt() - acquiredAt;
    return "The lock was granted %s%s, and held for %s of a lease of %s when it wrote%s."
        .formatted(
            at(acquiredAt, write, story.clock()),
            under(write),
            span(held),
            Durations.format(story.lease()),
            story.late() ? ": the lease was over" : "");
  }

  private static String missed(WriteStory story) {
    String versions =
        story.missedFirst().stream()
            .map(write -> "%s of %s".formatted(write.version(), name(write)))
            .collect(Collectors.joining(", "));
    long more = story.missed() - story.missedFirst().size();
    return "In between came %s that it had not read: version %s%s. It overwrote %s: it is stale."
        .formatted(
            Amounts.count(story.missed(), "write"),
            versions,
            more > 0 ? " and " + Amounts.plain(more) + " more" : "",
            story.missed() == 1 ? "that one" : "them");
  }

  private static String read(Write write, @Nullable ClockOffset clock) {
    boolean timed = write.readAt() > 0 && write.writtenAt() > 0;
    return "It read %s %s%s."
        .formatted(
            seen(write),
            at(write.readAt(), write, clock),
            timed ? ", and wrote " + span(write.writtenAt() - write.readAt()) + " later" : "");
  }

  private static String seen(Write write) {
    return (write.saw() == 0 ? "the opening" : "version " + write.saw())
        + " (balance "
        + Amounts.plain(write.read())
        + ")";
  }

  private static String under(Write write) {
    return write.token() == null ? "" : " under token " + write.token();
  }

  private static String name(Write write) {
    return "%s#%s/%s".formatted(write.worker(), write.thread(), write.seq());
  }

  /** A time of a write's worker, by the server's clock where it is known how the two stand. */
  private static String at(long micros, Write write, @Nullable ClockOffset clock) {
    if (micros <= 0) {
      return "at an unknown time";
    }
    return clock == null
        ? "at " + utc(micros) + " (by " + write.worker() + "'s clock, which nobody measured)"
        : "at " + utc(clock.toServer(micros));
  }

  private static String utc(long micros) {
    return TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static String span(long micros) {
    return Times.of(Math.max(0, Duration.of(micros, ChronoUnit.MICROS).toNanos()));
  }
}
