package dev.locklab.experiment;

import dev.locklab.experiment.Setting.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names several settings at once: 2 and 4 workers, think 1ms. */
final class SettingWords {

  /** How many are named one by one where they have nothing in common. */
  private static final int MOST = 3;

  private SettingWords() {}

  /**
   * Some settings of an experiment, as the beginning of a sentence; empty where there is only one
   * to begin with.
   */
  static String of(List<Setting> some, List<Setting> all) {
    if (all.size() < 2) {
      return "";
    }
    if (some.size() == all.size()) {
      return "In all " + all.size() + " settings";
    }
    List<Dimension> varied = Dimension.varied(all);
    List<String> words = new ArrayList<>();
    long combinations = 1;
    for (Dimension dimension : varied) {
      List<Setting> distinct = distinct(dimension, some);
      combinations *= distinct.size();
      if (distinct.size() < distinct(dimension, all).size()) {
        words.add(phrases(dimension, distinct));
      }
    }
    if (combinations == some.size()) {
      return capitalized(String.join(", ", words));
    }
    return some.size() > MOST
        ? "In " + some.size() + " of " + all.size() + " settings"
        : capitalized(String.join("; ", some.stream().map(one -> one.words(varied)).toList()));
  }

  /** One setting for each value that there is. */
  private static List<Setting> distinct(Dimension dimension, List<Setting> settings) {
    List<Setting> found = new ArrayList<>();
    for (Setting setting : settings) {
      if (found.stream().noneMatch(other -> dimension.order().compare(other, setting) == 0)) {
        found.add(setting);
      }
    }
    return found;
  }

  /** 2 and 4 workers; think 0 and 1ms; lease 2s and renewed lease. */
  private static String phrases(Dimension dimension, List<Setting> distinct) {
    List<String> values = new ArrayList<>();
    for (Setting setting : distinct) {
      String words = dimension.words(setting);
      if (words == null || distinct.size() == 1) {
        return Recommendation.list(distinct.stream().map(dimension::phrase).toList());
      }
      values.add(words);
    }
    String all = Recommendation.list(values);
    return dimension.isCount() ? all + " " + dimension.key() : dimension.key() + " " + all;
  }

  private static String capitalized(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
