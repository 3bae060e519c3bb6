package dev.locklab.experiment;

import dev.locklab.audit.Judged;
import dev.locklab.run.RunSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many runs side by side: all that a report of several runs needs, and of one run as well.
 *
 * @param setup what it was meant to be
 * @param cells each strategy under each setting: by setting in the order of the setup, strategies
 *     before limits. A limit has a cell under the first only of the settings that are the same to
 *     it. A strategy that the server cannot run has cells without repeats; of what could be run and
 *     was not (the experiment ended early) there is no cell
 * @param faults what scenarios have shown of the strategies
 */
public record Experiment(Setup setup, List<Cell> cells, FaultsShown faults) {

  public Experiment {
    cells = List.copyOf(cells);
  }

  /** The runs of a folder without a word on what they were meant to be; or a single run. */
  public static Experiment of(List<Judged> runs) {
    return of(Setup.of(runs), runs);
  }

  /** The runs as they belong together, in the order in which they were made. */
  public static Experiment of(Setup setup, List<Judged> runs) {
    record Place(Setting setting, String strategy) {}
    Map<Place, List<Judged>> byPlace = new LinkedHashMap<>();
    Map<String, StrategyProfile> profiles = new LinkedHashMap<>();
    for (StrategyProfile profile : setup.strategies()) {
      profiles.put(profile.name(), profile);
    }
    for (Setup.Place place : setup.places()) {
      byPlace.put(new Place(place.setting(), place.profile().name()), new ArrayList<>());
    }
    for (Judged run : runs) {
      // What the setup does not know of, say more workers than had to come, has a place all the
      // same.
      RunSpec spec = run.spec();
      profiles.putIfAbsent(spec.strategy(), StrategyProfile.of(spec));
      byPlace
          .computeIfAbsent(new Place(Setting.of(spec), spec.strategy()), none -> new ArrayList<>())
          .add(run);
    }
    List<Setting> settings = byPlace.keySet().stream().map(Place::setting).distinct().toList();
    List<Cell> cells = new ArrayList<>();
    byPlace.forEach(
        (place, repeats) -> {
          StrategyProfile profile = profiles.get(place.strategy());
          if (profile != null && (!repeats.isEmpty() || profile.needs() != null)) {
            cells.add(new Cell(profile, place.setting(), repeats, null));
          }
        });
    cells.sort(
        Comparator.comparing((Cell cell) -> settings.indexOf(cell.setting()))
            .thenComparing(Cell::isLimit));
    return new Experiment(
        setup, cells.stream().map(cell -> ranked(cell, cells)).toList(), FaultsShown.NONE);
  }

  private static Cell ranked(Cell cell, List<Cell> all) {
    if (cell.isLimit() || cell.repeats().size() < 2) {
      return cell;
    }
    int faster = 0;
    for (Cell other : all) {
      boolean rival = !other.isLimit() && other.setting().equals(cell.setting());
      faster += rival && Significance.compare(other, cell, Figure.PACE) > 0 ? 1 : 0;
    }
    return new Cell(cell.profile(), cell.setting(), cell.repeats(), faster + 1);
  }

  /**
   * The same cells in another order: what is compared is what shares a setting, so settings stay
   * together, and limits stay last in theirs.
   */
  public Experiment sorted(Comparator<Cell> order) {
    List<Setting> settings = settings();
    List<Cell> sorted = new ArrayList<>(cells);
    sorted.sort(
        Comparator.comparing((Cell cell) -> settings.indexOf(cell.setting()))
            .thenComparing(Cell::isLimit)
            .thenComparing(order));
    return new Experiment(setup, sorted, faults);
  }

  /** The same with what scenarios have shown of the strategies. */
  public Experiment with(FaultsShown shown) {
    return new Experiment(setup, cells, shown);
  }

  /** The same cells with the settings in another order. */
  public Experiment withSettings(Comparator<Setting> order) {
    List<Cell> sorted = new ArrayList<>(cells);
    sorted.sort(Comparator.comparing(Cell::setting, order));
    return new Experiment(setup, sorted, faults);
  }

  /** How many runs of the setup there are not yet, for it was ended early. */
  public int missingRuns() {
    return Math.max(0, setup.runs() - runs().size());
  }

  /**
   * The cells by which promises are judged: not those of a single thread, unless there are no
   * others.
   */
  public List<Cell> judging() {
    List<Cell> raced = cells.stream().filter(cell -> !cell.isSolitary()).toList();
    return raced.isEmpty() ? cells : raced;
  }

  /** All runs, by cell. */
  public List<Judged> runs() {
    return cells.stream().flatMap(cell -> cell.repeats().stream()).toList();
  }

  /** The settings that there are cells for. */
  public List<Setting> settings() {
    return cells.stream().map(Cell::setting).distinct().toList();
  }

  /** A setting in words, without what all have the same; empty where there is only one. */
  public String words(Setting setting) {
    return setting.words(Setting.Dimension.varied(settings()));
  }

  /** Whether amounts are cents, for the deltas were given with decimals. */
  public boolean isInCents() {
    return runs().stream().anyMatch(run -> run.spec().workload().deltas().cents());
  }

  /** The cells of one setting. */
  public List<Cell> under(Setting setting) {
    return cells.stream().filter(cell -> cell.setting().equals(setting)).toList();
  }

  /** The legend: the strategies that there are cells for, and the limits, each once. */
  public List<StrategyProfile> legend() {
    return cells.stream().map(Cell::profile).distinct().toList();
  }

  /** Whether anything was run more than once. */
  public boolean isRepeated() {
    return cells.stream().anyMatch(cell -> cell.repeats().size() > 1);
  }
}
