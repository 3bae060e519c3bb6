package dev.locklab.interleaving;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An order of the steps of several updates, one update a worker; written {@code R1 R2 W1 W2}.
 *
 * @param steps the steps, first to last
 */
public record Schedule(List<Step> steps) {

  /** What a step does. */
  public enum Deed {
    /** Everything up to the reading, taking a lock included. */
    READ("R"),
    /** Everything from the writing on, giving the lock back included. */
    WRITE("W"),
    /** The whole update, where it is one step. */
    UPDATE("U");

    private final String letter;

    Deed(String letter) {
      this.letter = letter;
    }
  }

  /**
   * One step.
   *
   * @param worker whose, from 0
   */
  public record Step(int worker, Deed deed) {
    @Override
    public String toString() {
      return deed.letter + (worker + 1);
    }

    private static Step parse(String text) {
      for (Deed deed : Deed.values()) {
        if (text.startsWith(deed.letter)) {
          return new Step(Integer.parseInt(text.substring(1)) - 1, deed);
        }
      }
      throw new IllegalArgumentException("'" + text + "' is not a step; write R1, W2 or U1");
    }
  }

  public Schedule {
    steps = List.copyOf(steps);
  }

  /** All orders in which that many workers can each make these steps one after the other. */
  public static List<Schedule> all(int workers, List<Deed> deeds) {
    List<Schedule> found = new ArrayList<>();
    extend(List.of(), new int[workers], deeds, found);
    return found;
  }

  private static void extend(List<Step> begun, int[] made, List<Deed> deeds, List<Schedule> found) {
    if (begun.size() == made.length * deeds.size()) {
      found.add(new Schedule(begun));
      return;
    }
    for (int worker = 0; worker < made.length; worker++) {
      if (made[worker] < deeds.size()) {
        List<Step> longer = new ArrayList<>(begun);
        longer.add(new Step(worker, deeds.get(made[worker])));
        made[worker]++;
        extend(longer, made, deeds, found);
        made[worker]--;
      }
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not a list of steps
   */
  @JsonCreator
  public static Schedule parse(String text) {
    return new Schedule(Stream.of(text.split(" ", -1)).map(Step::parse).toList());
  }

  @Override
  @JsonValue
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining(" "));
  }
}
