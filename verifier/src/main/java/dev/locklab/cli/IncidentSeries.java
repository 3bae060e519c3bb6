package dev.locklab.cli;

import dev.locklab.exit.Exit;
import dev.locklab.exit.UnavailableException;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation.Outcome;
import dev.locklab.report.IncidentReport;
import dev.locklab.scenario.IncidentPlayer;
import dev.locklab.scenario.IncidentPlayer.Seen;
import dev.locklab.scenario.IncidentPlayer.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Does many incidents again, each with both of its versions, some at once. */
final class IncidentSeries {

  /** An incident with one of its versions. */
  private record Place(Incident incident, Side side) {

    String title() {
      return "%s, %s %s"
          .formatted(
              incident.name(), incident.library().name(), IncidentPlayer.version(incident, side));
    }
  }

  private record Made(Place place, Seen seen) {}

  private final IncidentPlayer player;
  private final int atOnce;
  private final Map<Place, List<Seen>> made = new LinkedHashMap<>();
  private int planned;

  /**
   * @param atOnce how many are done at the same time
   */
  IncidentSeries(IncidentPlayer player, int atOnce) {
    this.player = player;
    this.atOnce = atOnce;
  }

  /**
   * Does all until done or stopped.
   *
   * @param repeat how often each is done with each version
   * @throws UnavailableException before anything is done, if a library cannot be had
   */
  void play(List<Incident> incidents, int repeat) throws Exception {
    List<Place> places = new ArrayList<>();
    for (Incident incident : incidents) {
      places.add(new Place(incident, Side.BROKEN));
      if (incident.mended() != null) {
        places.add(new Place(incident, Side.MENDED));
      }
    }
    places.forEach(place -> player.classPath(place.incident(), place.side()));
    places.forEach(place -> made.put(place, new ArrayList<>()));
    planned = places.size() * repeat;
    try (SceneProgress progress = new SceneProgress(places.size() * repeat)) {
      List<Callable<@Nullable Made>> parts = new ArrayList<>();
      for (int i = 0; i < repeat; i++) {
        places.forEach(place -> parts.add(() -> play(place, progress)));
      }
      Series.all(
          atOnce,
          parts,
          one -> made.computeIfAbsent(one.place(), none -> new ArrayList<>()).add(one.seen()));
    }
  }

  /** One that is stopped, or that its turn finds stopped, has no result. */
  private @Nullable Made play(Place place, SceneProgress progress) throws InterruptedException {
    if (player.isStopped()) {
      return null;
    }
    progress.begins(place.title());
    Seen seen;
    try {
      seen = player.play(place.incident(), place.side());
    } catch (InterruptedException e) {
      if (player.isStopped()) {
        return null;
      }
      throw e;
    }
    progress.ends(
        place.title(),
        "%s: %s".formatted(seen.observation().outcome().words(), seen.observation().evidence()));
    return new Made(place, seen);
  }

  /** What is to be said where it was stopped; empty where all was done. */
  String proviso() {
    int done = made.values().stream().mapToInt(List::size).sum();
    return done == planned
        ? ""
        : "Ended early: %s of %s runs are missing.".formatted(planned - done, planned);
  }

  /** What has been done with all of their versions up to now, whatever came after. */
  List<IncidentReport.Row> rows() {
    List<IncidentReport.Row> rows = new ArrayList<>();
    for (Map.Entry<Place, List<Seen>> cell : made.entrySet()) {
      Incident incident = cell.getKey().incident();
      List<Seen> mended = made.get(new Place(incident, Side.MENDED));
      boolean whole = !cell.getValue().isEmpty() && (mended == null || !mended.isEmpty());
      if (cell.getKey().side() == Side.BROKEN && whole) {
        rows.add(
            new IncidentReport.Row(
                incident.name(),
                incident.issue(),
                incident.users(),
                incident.proves(),
                incident.versions(),
                side(incident, Side.BROKEN, cell.getValue()),
                mended == null ? null : side(incident, Side.MENDED, mended)));
      }
    }
    return rows;
  }

  private static IncidentReport.Side side(Incident incident, Side side, List<Seen> runs) {
    int shown = count(runs, Outcome.SHOWN);
    int undecided = count(runs, Outcome.UNDECIDED);
    boolean asTold =
        undecided == 0
            && (side == Side.BROKEN
                ? shown > 0 && shown >= incident.share() * runs.size()
                : shown == 0);
    // What is not as it is told is what is to be looked at.
    Outcome told = side == Side.BROKEN ? Outcome.SHOWN : Outcome.NOT_SHOWN;
    Seen first =
        runs.stream()
            .filter(seen -> (seen.observation().outcome() == told) == asTold)
            .findFirst()
            .orElse(runs.get(0));
    boolean remedied = side == Side.MENDED && incident.remedy() != null;
    return new IncidentReport.Side(
        side.name().toLowerCase(Locale.ROOT),
        incident.library().name(),
        first.loaded() + (remedied ? ", " + incident.remedy() : ""),
        runs.size(),
        shown,
        undecided,
        asTold,
        first.observation().evidence());
  }

  private static int count(List<Seen> runs, Outcome outcome) {
    return Math.toIntExact(
        runs.stream().filter(seen -> seen.observation().outcome() == outcome).count());
  }

  /** Whether all came out as they are told: 0 if they did, 1 if what is mended shows its fault. */
  static int exitCode(List<IncidentReport.Row> rows) {
    if (rows.stream().anyMatch(IncidentReport.Row::isShownMended)) {
      return Exit.VIOLATION;
    }
    return !rows.isEmpty() && rows.stream().allMatch(IncidentReport.Row::asTold)
        ? Exit.OK
        : Exit.UNDECIDED;
  }
}
