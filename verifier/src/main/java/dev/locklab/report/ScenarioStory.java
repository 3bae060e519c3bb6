package dev.locklab.report;

import dev.locklab.account.Payment;
import dev.locklab.account.Write;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Sentences;
import dev.locklab.audit.Timeline;
import dev.locklab.audit.Trace;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Injection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells a run with a fault step by step: what the fault did and when, who was granted the lock, who
 * wrote and paid what, what came of it, and what a fence would have done.
 */
final class ScenarioStory {

  private static final double MICROS = 1e6;
  private static final String MARK = "   <- ";

  private final Judged run;
  private final Timeline timeline;

  private ScenarioStory(Judged run, Timeline timeline) {
    this.run = run;
    this.timeline = timeline;
  }

  /** Lines for a terminal; none in a run without a scenario. */
  static List<String> of(Judged run) {
    Timeline timeline = run.findings().timeline();
    return timeline == null ? List.of() : new ScenarioStory(run, timeline).tell();
  }

  private List<String> tell() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("seconds", "who", "what"));
    timeline.steps().forEach(step -> rows.add(row(step)));
    List<String> lines = new ArrayList<>();
    lines.add("What happened, step by step");
    if (rows.size() > 1) {
      Aligned.lines(rows).forEach(line -> lines.add("  " + line));
      lines.add("");
    }
    sentences().forEach(sentence -> lines.add("  " + sentence));
    return lines;
  }

  private List<String> row(Timeline.Step step) {
    if (step instanceof Timeline.Happened happened) {
      Injection.Event event = happened.event();
      return List.of(
          seconds(event.at()),
          event.who() == null ? "" : event.who(),
          event.what() + (event.fault() ? MARK + "fault" : ""));
    }
    if (step instanceof Timeline.Acted acted) {
      return List.of(seconds(acted.at()), acted.who(), deeds(acted));
    }
    return List.of("...", "", omitted((Timeline.Omitted) step));
  }

  private String seconds(long at) {
    return String.format(Locale.ROOT, "%7.3f", (at - timeline.start()) / MICROS);
  }

  private static String deeds(Timeline.Acted acted) {
    List<String> deeds = new ArrayList<>();
    List<String> marks = new ArrayList<>();
    if (acted.granted()) {
      deeds.add("gets the lock" + under(acted.token()));
    }
    Timeline.Paid paid = acted.paid();
    if (paid != null) {
      Payment payment = paid.payment();
      deeds.add(
          "%s order %s%s"
              .formatted(
                  payment.refused() ? "wants to pay" : "pays",
                  Amounts.plain(payment.order()),
                  acted.granted() ? "" : under(acted.token())));
      if (payment.refused()) {
        marks.add("refused");
      } else if (paid.again()) {
        marks.add("paid before");
      }
    }
    Timeline.Written written = acted.written();
    if (written != null) {
      Write write = written.write();
      deeds.add(
          "writes version %s: %s (%s)%s%s"
              .formatted(
                  write.version(),
                  Amounts.plain(write.value()),
                  Amounts.signed(write.delta()),
                  acted.granted() || paid != null ? "" : under(acted.token()),
                  write.isStale() ? ", having read " + seen(write) : ""));
      if (written.late()) {
        marks.add("its lease was over");
      }
      if (written.fate() == Trace.Fate.LOST) {
        marks.add("lost");
      } else if (written.fate() == Trace.Fate.CULPRIT) {
        marks.add("erases " + Amounts.count(written.erased(), "write"));
      }
    }
    return String.join(", ", deeds) + (marks.isEmpty() ? "" : MARK + String.join(", ", marks));
  }

  private static String seen(Write write) {
    return write.saw() == 0 ? "the opening" : "version " + write.saw();
  }

  private static String under(@Nullable Long token) {
    return token == null ? "" : " (token " + token + ")";
  }

  private static String omitted(Timeline.Omitted omitted) {
    List<String> what = new ArrayList<>();
    add(what, omitted.events(), "event");
    add(what, omitted.grants(), "grant");
    add(what, omitted.payments(), "payment");
    add(what, omitted.writes(), "write");
    return Sentences.some(what)
        + " more"
        + (omitted.who().isEmpty() ? "" : " of " + Sentences.some(omitted.who()))
        + (omitted.lost() == 0 ? "" : MARK + Amounts.plain(omitted.lost()) + " lost");
  }

  private static void add(List<String> what, long count, String thing) {
    if (count > 0) {
      what.add(Amounts.count(count, thing));
    }
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    Findings found = run.findings();
    Findings.Lineage lineage = found.lineage();
    if (lineage != null) {
      sentences.add(
          lineage.lost() == 0
              ? "No write was overwritten unread."
              : "Lost: %s of %s, which add up to %s."
                  .formatted(
                      Amounts.plain(lineage.lost()),
                      Amounts.count(lineage.writes(), "write"),
                      Amounts.signed(lineage.lostSum())));
    }
    found.findings().stream()
        .filter(finding -> finding.verdict() == Verdict.STORE_LOST_WRITES)
        .forEach(
            finding -> sentences.add("The store itself lost some: " + finding.sentence() + "."));
    Timeline.Fence store = timeline.store();
    if (store != null) {
      sentences.add(atTheStore(store));
    }
    Findings.Payments payments = found.payments();
    if (payments != null) {
      sentences.add(
          "Paid: %s in all, %s twice, %s never; %s came under an old token, %s refused."
              .formatted(
                  Amounts.count(payments.made(), "payment"),
                  Amounts.count(payments.twice(), "order"),
                  Amounts.plain(payments.never()),
                  Amounts.plain(payments.stale()),
                  payments.refused() == 1 ? "1 was" : Amounts.plain(payments.refused()) + " were"));
    }
    Timeline.Fence rail = timeline.rail();
    if (rail != null) {
      sentences.add(atTheRail(rail));
    }
    Findings.RecoveryTime recovery = found.recovery();
    if (recovery != null) {
      sentences.add(
          (recovery.seen()
                  ? "From the moment at which the lock could be had it took %s until it was had."
                  : "The lock could be had, and was not had again in the %s that were waited.")
              .formatted(Times.of(recovery.nanos())));
    }
    return sentences;
  }

  private String atTheStore(Timeline.Fence fence) {
    return switch (fence.effect()) {
      case REFUSED ->
          "The store refused %s of a stale holder (%s): that is its fence."
              .formatted(Amounts.count(fence.refused(), "write"), fence.who());
      case WOULD_REFUSE ->
          "A fence would have refused version %s of %s: it was written under token %s, after one under token %s."
              .formatted(fence.version(), fence.who(), fence.token(), fence.newest());
      case WOULD_PASS ->
          "A fence would have let version %s of %s pass: no token before it was greater than its %s."
              .formatted(fence.version(), fence.who(), fence.token());
      case NO_TOKEN ->
          "A fence could not have refused version %s of %s, for there is no token to refuse it by: %s"
              .formatted(fence.version(), fence.who(), withoutToken(fence));
      case NOTHING_STALE -> "No stale holder came to write, so a fence had nothing to refuse.";
    };
  }

  private String atTheRail(Timeline.Fence fence) {
    return switch (fence.effect()) {
      case REFUSED ->
          "The rail refused %s of a stale holder (%s), by its token."
              .formatted(Amounts.count(fence.refused(), "payment"), fence.who());
      case WOULD_REFUSE ->
          "A rail that looks at tokens would have refused %s's payment of order %s: it came under token %s, after one under token %s."
              .formatted(fence.who(), order(fence), fence.token(), fence.newest());
      case WOULD_PASS ->
          "A rail that looks at tokens would have taken %s's payment of order %s: no token before it was greater than its %s."
              .formatted(fence.who(), order(fence), fence.token());
      case NO_TOKEN ->
          "No rail could have refused %s's payment of order %s, for there is no token to refuse it by: %s"
              .formatted(fence.who(), order(fence), withoutToken(fence));
      case NOTHING_STALE -> "Nothing was paid again, so a fenced rail had nothing to refuse.";
    };
  }

  private static String order(Timeline.Fence fence) {
    return fence.order() == null ? "?" : Amounts.plain(fence.order());
  }

  private String withoutToken(Timeline.Fence fence) {
    return fence.locked()
        ? run.spec().strategy() + " gives its holders none."
        : "it was made without a lock.";
  }
}
