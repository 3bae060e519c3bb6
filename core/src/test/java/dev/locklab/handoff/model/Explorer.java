package dev.locklab.handoff.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that can be reached, breadth first, so that the first breach found is one of
 * the shortest. Then looks at the steps that happen by themselves: whether they lead to the end
 * from everywhere.
 */
final class Explorer {
  private final Scope scope;
  private final Mutant mutant;
  private final Set<Rule> rules;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final Ints parents = new Ints();
  private final Flow flow = new Flow();
  private final Queue<World> frontier = new ArrayDeque<>();
  private long steps;

  /**
   * What was found.
   *
   * @param states how many states were visited
   * @param steps how many steps lead from them
   * @param broken the rule that was broken, or null
   * @param trace how it was broken, in numbered lines; empty if it was not
   */
  record Result(Scope scope, int states, long steps, @Nullable Rule broken, String trace) {

    @Override
    public String toString() {
      String found = broken == null ? "all rules kept" : broken + " is broken: " + broken.text;
      return "%s: %,d states, %,d steps, %s%n%s".formatted(scope, states, steps, found, trace);
    }
  }

  private Explorer(Scope scope, Mutant mutant, Set<Rule> rules) {
    this.scope = scope;
    this.mutant = mutant;
    this.rules = rules;
  }

  static Result explore(Scope scope, Mutant mutant, Rule... rules) {
    Set<Rule> judged = EnumSet.noneOf(Rule.class);
    judged.addAll(List.of(rules));
    return new Explorer(scope, mutant, judged).explore();
  }

  private Result explore() {
    World start = new World(scope, mutant);
    number(start, Canonical.of(start), -1);
    for (int i = 0; ; i++) {
      World world = frontier.poll();
      if (world == null) {
        break;
      }
      for (Step step : world.steps()) {
        World after = world.after(step);
        steps++;
        for (Rule rule : rules) {
          if (!Rules.keeps(rule, world, step, after)) {
            return result(rule, i, step);
          }
        }
        String key = Canonical.of(after);
        Integer known = numbers.get(key);
        int next = known == null ? number(after, key, i) : known;
        if (step.kind().nature == Step.Nature.NORMAL) {
          flow.add(i, next);
        }
      }
    }
    return judgeFlow();
  }

  private int number(World world, String key, int parent) {
    int number = numbers.size();
    numbers.put(key, number);
    parents.add(parent);
    flow.addState(world.isFinal());
    frontier.add(world);
    return number;
  }

  private Result judgeFlow() {
    int lost = rules.contains(Rule.PROGRESS) ? flow.firstWithoutEnd() : -1;
    if (lost >= 0) {
      return result(Rule.PROGRESS, lost, null);
    }
    int turning = rules.contains(Rule.NO_LIVELOCK) ? flow.firstOnCycle() : -1;
    return turning >= 0 ? result(Rule.NO_LIVELOCK, turning, null) : result(null, -1, null);
  }

  private Result result(@Nullable Rule broken, int last, @Nullable Step breaking) {
    String trace = broken == null ? "" : trace(last, breaking);
    return new Result(scope, numbers.size(), steps, broken, trace);
  }

  /** Walks the way to a state again, as states are kept only in their canonical form. */
  private String trace(int last, @Nullable Step breaking) {
    List<Integer> way = new ArrayList<>();
    for (int i = last; i > 0; i = parents.get(i)) {
      way.add(0, i);
    }
    StringBuilder out = new StringBuilder();
    World world = new World(scope, mutant);
    int line = 1;
    for (int target : way) {
      for (Step step : world.steps()) {
        World after = world.after(step);
        Integer number = numbers.get(Canonical.of(after));
        if (number != null && number == target) {
          out.append(line(line++, world, step, after));
          world = after;
          break;
        }
      }
    }
    if (breaking == null) {
      return out.append("    and from here the end is out of reach\n").toString();
    }
    for (Step step : world.steps()) {
      World after = world.after(step);
      for (Rule rule : rules) {
        if (step.kind() == breaking.kind() && !Rules.keeps(rule, world, step, after)) {
          return out.append(line(line, world, step, after)).toString();
        }
      }
    }
    throw new IllegalStateException("the way cannot be walked again:\n" + out);
  }

  private static String line(int number, World before, Step step, World after) {
    String answer = "";
    if (step.client() >= 0) {
      Client then = before.clients.get(step.client());
      Client now = after.clients.get(step.client());
      if (now.told != null && !now.told.equals(then.told)) {
        answer = " -> granted " + now.told;
      } else if (step.kind() == Step.Kind.ENTER) {
        answer = " -> queued";
      } else if (step.kind() == Step.Kind.COMMIT_RELEASE
          || step.kind() == Step.Kind.REJOIN
          || step.kind() == Step.Kind.WRITE) {
        boolean applied = after.server.version > before.server.version;
        answer = " (saw " + then.base() + ")" + (applied ? " -> written" : " -> refused");
      }
    }
    return "%4d. %-62s | %s%n".formatted(number, step + answer, after);
  }
}
