package dev.locklab.audit;

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
    List<Profile> strategies,
    List<Setting> settings,
    int repeats) {

  public Setup {
    strategies = strategies == null ? List.of() : List.copyOf(strategies);
    settings = settings == null ? List.of() : List.copyOf(settings);
  }

  /** What can be told from the runs alone. */
  static Setup of(List<Judged> runs) {
    Map<String, Profile> profiles = new LinkedHashMap<>();
    List<Setting> settings = new ArrayList<>();
    for (Judged run : runs) {
      profiles.putIfAbsent(run.spec().strategy(), Profile.of(run.spec()));
      Setting setting = Setting.of(run.spec());
      if (!settings.contains(setting)) {
        settings.add(setting);
      }
    }
    return new Setup(null, List.copyOf(profiles.values()), settings, 0);
  }

  /** How many runs that makes, of strategies that could be run. */
  public int runs() {
    int able = (int) strategies.stream().filter(strategy -> strategy.needs() == null).count();
    return able * settings.size() * repeats;
  }
}
