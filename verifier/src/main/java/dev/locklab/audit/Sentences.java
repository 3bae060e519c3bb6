package dev.locklab.audit;

import java.util.ArrayList;
import java.util.List;

/** Lists in sentences, cut where they would be too long to read. */
public final class Sentences {

  private static final int SHOWN = 3;

  private Sentences() {}

  /** These and no others: "a", "a and b", "a, b, c and 2 more". */
  public static String some(List<?> things) {
    return some(things, 0);
  }

  /**
   * The same.
   *
   * @param further how many more there are that have no name
   */
  public static String some(List<?> things, long further) {
    List<String> shown = new ArrayList<>();
    things.stream().limit(SHOWN).forEach(thing -> shown.add(thing.toString()));
    long more = things.size() - shown.size() + further;
    if (more > 0) {
      shown.add(Amounts.plain(more) + " more");
    }
    if (shown.size() < 2) {
      return String.join("", shown);
    }
    String last = shown.remove(shown.size() - 1);
    return String.join(", ", shown) + " and " + last;
  }
}
