package dev.locklab.live;

import dev.locklab.account.Micros;
import dev.locklab.account.Write;
import dev.locklab.archive.JournalTail;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Trace;
import dev.locklab.control.Heartbeat;
import dev.locklab.control.ThreadPosition;
import dev.locklab.control.ThreadPosition.Moving;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Figure;
import dev.locklab.lab.RunListener.Member;
import dev.locklab.lab.RunListener.Phase;
import dev.locklab.lab.RunListener.Progress;
import dev.locklab.lab.RunResult;
import dev.locklab.redis.StoreException;
import dev.locklab.report.LivePage;
import dev.locklab.run.Injection;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A run that is watched. Whoever makes it tells how it gets on; its journal is read on another
 * thread, so that nobody waits for that.
 */
final class Watched {

  /**
   * How many writes are read at a time: so few that reading them takes the server and this JVM
   * little of what the run needs. What is left is read the next time, and in the end from the file.
   */
  static final int MOST_AT_A_TIME = 2_500;

  /** How often a journal that contradicts itself is read from its beginning again. */
  private static final int MOST_REWINDS = 3;

  /** After how long without a write the picture goes on to the present. */
  private static final long QUIET_MICROS = 1_000_000;

  private final RunSpec spec;
  private final JournalTail tail;

  /** Set while it is read from the tail, and for good once that is closed. */
  private final AtomicBoolean reading = new AtomicBoolean();

  private Course course;
  private Phase phase = Phase.PREPARING;
  private Progress progress = new Progress(0, 0, 0, 0, List.of(), null);
  private List<Member> team = List.of();
  private @Nullable Injection injection;
  private @Nullable Judged judged;
  private @Nullable Trace traced;
  private boolean behind;
  private boolean broken;
  private int rewinds;
  private boolean changed = true;

  /**
   * @param tail its journal; closed when the run has ended
   */
  Watched(RunSpec spec, JournalTail tail) {
    this.spec = spec;
    this.tail = tail;
    this.course = fresh();
  }

  private Course fresh() {
    return new Course(
        spec.workload().opening(),
        spec.workload().pause().plus(spec.workload().linger()).toNanos() / 1_000);
  }

  RunSpec spec() {
    return spec;
  }

  /**
   * The run has come that far.
   *
   * @return whether it does something else than before
   */
  synchronized boolean progress(Phase now, Progress told) {
    boolean other = phase != now || (now == Phase.PREPARING && team.isEmpty());
    changed = true;
    phase = now;
    if (now == Phase.WORKING) {
      progress = told;
      team = told.team();
      injection = told.injection();
    }
    return other;
  }

  /**
   * The run has ended.
   *
   * @param evidence the run as it is kept; null where it is not
   */
  void end(RunResult result, @Nullable Evidence evidence) {
    Trace trace = evidence == null ? null : trace(evidence, result.findings());
    synchronized (this) {
      changed = true;
      judged = result.judged();
      injection = result.findings().injection();
      behind = false;
      traced = trace;
    }
    closeUnread();
  }

  private static @Nullable Trace trace(Evidence evidence, Findings findings) {
    try {
      return Trace.of(evidence, findings, Course.LATEST);
    } catch (UsageException | UnavailableException e) {
      // The journal's file is read only now.
      return null;
    }
  }

  /** Reads what has been written since, unless that is being done. */
  void look() {
    if (isFollowed() && reading.compareAndSet(false, true)) {
      try {
        List<Write> writes = tail.read(MOST_AT_A_TIME);
        synchronized (this) {
          if (judged == null) {
            changed |= !writes.isEmpty();
            behind = !tail.isAtEnd();
            take(writes);
          }
        }
      } catch (StoreException e) {
        // A scenario may have broken the server; it is asked again the next time.
      } finally {
        reading.set(false);
        closeUnread();
      }
    }
  }

  private synchronized boolean isFollowed() {
    return judged == null && phase == Phase.WORKING && spec.workload().journal();
  }

  /** Once the run has ended, whoever reads last closes what it was read from. */
  private void closeUnread() {
    if (hasEnded() && reading.compareAndSet(false, true)) {
      tail.close();
    }
  }

  private void take(List<Write> writes) {
    for (Write write : writes) {
      if (course.isContradictedBy(write)) {
        if (rewinds < MOST_REWINDS) {
          // A replica that took over may not have what was read.
          rewinds++;
          course = fresh();
          tail.rewind();
          behind = true;
          return;
        }
        broken = true;
      }
      course.add(write);
    }
  }

  /** Whether there is something new since this was asked last. */
  synchronized boolean hasChanged() {
    boolean news = changed || (judged == null && phase == Phase.WORKING);
    changed = false;
    return news;
  }

  synchronized boolean hasEnded() {
    return judged != null;
  }

  synchronized double share() {
    return judged != null ? 1 : progress.share();
  }

  synchronized Progress progress() {
    return progress;
  }

  synchronized String phase() {
    return judged != null ? "ended" : phase.name().toLowerCase(Locale.ROOT);
  }

  /** What there is to say of a run that has not ended; null for what there is not. */
  synchronized Map<Figure, @Nullable BigDecimal> figures() {
    Map<Figure, @Nullable BigDecimal> figures = new LinkedHashMap<>();
    double seconds = progress.seconds();
    boolean journaled = spec.workload().journal();
    figures.put(Figure.APPLIED, BigDecimal.valueOf(progress.applied()));
    figures.put(
        Figure.PACE, seconds <= 0 ? null : BigDecimal.valueOf(progress.applied() / seconds));
    Long waited = course.waitP99();
    figures.put(Figure.WAIT_P99, waited == null ? null : BigDecimal.valueOf(waited));
    figures.put(Figure.STALE, journaled ? BigDecimal.valueOf(course.stale()) : null);
    figures.put(Figure.LOST, journaled ? BigDecimal.valueOf(course.lost()) : null);
    return figures;
  }

  synchronized Picture.View view(int row, String name) {
    Judged ended = judged;
    Trace trace = traced;
    Findings.Lineage lineage = ended == null ? null : ended.findings().lineage();
    Long found = ended == null ? null : ended.findings().money().found();
    List<Course.Recent> writes = trace == null ? course.latest() : strokes(trace);
    List<Injection.Event> events = injection == null ? List.of() : injection.events();
    long until = until(writes, events);
    long from = from(writes, events, until);
    return new Picture.View(
        row,
        name,
        spec.run(),
        phase(),
        spec.workload().journal(),
        writes.stream().anyMatch(recent -> recent.write().acquiredAt() != null),
        progress.seconds(),
        lineage == null ? course.version() : lineage.writes(),
        behind,
        broken,
        found == null ? course.balance() : found,
        ended == null ? course.expected() : ended.findings().money().expected(),
        lineage == null ? course.stale() : lineage.stale(),
        lineage == null ? course.lost() : lineage.lost(),
        team.stream().map(this::worker).toList(),
        writes.stream().map(recent -> Picture.Box.of(recent, from)).toList(),
        from,
        until,
        trace == null ? course.curve().columns() : LiveCurve.Columns.of(trace.curve()),
        events.stream()
            .map(
                event ->
                    new Picture.Event(
                        event.at() - from,
                        (event.at() - events.get(0).at()) / 1e6,
                        event.who(),
                        event.what(),
                        event.fault()))
            .toList(),
        course.first(),
        ended == null ? List.of() : LivePage.story(ended),
        ended == null ? List.of() : LivePage.findings(ended));
  }

  /** Writes as the file has them, by the server's clock. */
  private List<Course.Recent> strokes(Trace trace) {
    Course lanes = fresh();
    return trace.strokes().stream()
        .map(
            stroke -> {
              Write write = shifted(stroke.write(), stroke.clock());
              return new Course.Recent(write, lanes.asked(write), stroke.fate() == Trace.Fate.LOST);
            })
        .toList();
  }

  private static Write shifted(Write write, long by) {
    Long acquiredAt = write.acquiredAt();
    return new Write(
        write.version(),
        write.saw(),
        write.delta(),
        write.value(),
        write.worker(),
        write.thread(),
        write.seq(),
        write.token(),
        acquiredAt == null ? null : Long.valueOf(acquiredAt + by),
        write.readAt() + by,
        write.writtenAt() + by);
  }

  /** To the last write; where nothing is written any more, to the present. */
  private long until(List<Course.Recent> writes, List<Injection.Event> events) {
    long last =
        Math.max(
            writes.stream().mapToLong(recent -> recent.write().writtenAt()).max().orElse(0),
            whole(writes) ? events.stream().mapToLong(Injection.Event::at).max().orElse(0) : 0);
    long now = Micros.now();
    boolean quiet = judged == null && phase == Phase.WORKING && now - last > QUIET_MICROS;
    return last == 0 || quiet ? now : last;
  }

  private static long from(List<Course.Recent> writes, List<Injection.Event> events, long until) {
    return Math.min(
        writes.stream().mapToLong(Course.Recent::startedAt).min().orElse(until),
        whole(writes) ? events.stream().mapToLong(Injection.Event::at).min().orElse(until) : until);
  }

  /** Whether these are all there were; then what happened before and after belongs to them. */
  private static boolean whole(List<Course.Recent> writes) {
    return writes.size() < Course.LATEST;
  }

  private Picture.Worker worker(Member member) {
    Heartbeat report = member.report();
    List<ThreadPosition> places = report == null ? List.of() : report.places();
    return new Picture.Worker(
        member.name(),
        spec.workload().threads(),
        member.dead() ? "lost" : report == null || judged != null ? "" : words(report),
        report == null ? 0 : report.applied(),
        report == null ? 0 : report.stale(),
        places.stream().anyMatch(Watched::isInside),
        places.stream().anyMatch(place -> place.moving() == Moving.HELD_BACK),
        member.dead());
  }

  private static boolean isInside(ThreadPosition place) {
    return place.stage() != SyncPoint.BEFORE_ACQUIRE && place.stage() != SyncPoint.AFTER_RELEASE;
  }

  private static String words(Heartbeat report) {
    if (report.places().isEmpty()) {
      return report.standing().name().toLowerCase(Locale.ROOT);
    }
    ThreadPosition place = report.places().get(0);
    return switch (place.moving()) {
      case STOPPED -> "stands " + place.stage().words();
      case UNDER_WAY -> "past " + place.stage().words();
      case HELD_BACK -> "waits, " + place.stage().words();
    };
  }
}
