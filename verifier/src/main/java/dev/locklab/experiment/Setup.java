package dev.locklab.experiment;

import dev.locklab.audit.Judged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment was meant to be; kept as {@code setup.json} beside its runs.
 *
 * @param environment where it was made; absent where nobody wrote that down
 * @param strategies the strategies that were asked for, and the limits, in that order
 * @param settings each of them runs under each of these, in this order
 * @param repeats how often
 */
public record Setup(
    @Nullable Environment environment,
    List<StrategyProfile> strategies,
    List<Setting> settings,
    int repeats) {

  public Setup {
    strategies = strategies == null ? List.of() : List.copyOf(strategies);
    settings = settings == null ? List.of() : List.copyOf(settings);
  }

  /** What can be told from the runs alone. */
  static Setup of(List<Judged> runs) {
    return of(null, runs);
  }

  /** What can be told from runs, and from where they were made. */
  public static Setup of(@Nullable Environment environment, List<Judged> runs) {
    Map<String, StrategyProfile> profiles = new LinkedHashMap<>();
    List<Setting> settings = new ArrayList<>();
    for (Judged run : runs) {
      profiles.putIfAbsent(run.spec().strategy(), StrategyProfile.of(run.spec()));
      Setting setting = Setting.of(run.spec());
      if (!settings.contains(setting)) {
        settings.add(setting);
      }
    }
    return new Setup(environment, List.copyOf(profiles.values()), settings, 0);
  }

  /** The same, made again by another command. */
  public Setup madeAgainBy(String command) {
    return new Setup(
        environment == null ? null : environment.madeAgainBy(command),
        strategies,
        settings,
        repeats);
  }

  /** A strategy under a setting. */
  public record Place(StrategyProfile profile, Setting setting) {}

  /**
   * What is run in each repeat, in this order: every strategy under every setting, but a limit only
   * under the first of those settings that are the same to it.
   */
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Setting setting : settings) {
      Setting first =
          settings.stream().filter(setting::isSameForLimits).findFirst().orElse(setting);
      for (StrategyProfile profile : strategies) {
        if (!profile.isLimit() || first.equals(setting)) {
          places.add(new Place(profile, setting));
        }
      }
    }
    return places;
  }

  /** How many runs that makes, of strategies that could be run. */
  public int runs() {
    return repeats
        * (int) places().stream().filter(place -> place.profile().needs() == null).count();
  }
}
