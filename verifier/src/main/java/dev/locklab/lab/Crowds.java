package dev.locklab.lab;

import dev.locklab.audit.Crowd;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.run.Deltas;
import dev.locklab.run.Gate;
import dev.locklab.run.Json;
import dev.locklab.run.Place;
import dev.locklab.run.Place.Moving;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has a crowd of threads try once, all at the same time, for one critical section. */
public final class Crowds {

  private static final String FILE = "crowd.json";

  /**
   * A crowd and the run it was.
   *
   * @param crowd who got in and who did not
   * @param result the run
   */
  public record Gathered(Crowd crowd, RunResult result) {}

  private Crowds() {}

  /** The run: every thread adds 1, once, if it gets in. */
  public static RunSpec.Builder settings(String strategy, int threads) {
    return RunSpec.of(strategy)
        .threads(threads)
        .updates((long) threads)
        .deltas(Deltas.dealt(List.of(1L)))
        .pacing(RunSpec.Pacing.GATED);
  }

  /**
   * Makes the run.
   *
   * @throws UnavailableException as {@link Lab#run(RunSpec, RunListener, Script)}
   */
  public static Gathered gather(Lab lab, RunSpec settings, RunListener listener)
      throws InterruptedException {
    Crowd[] crowd = {new Crowd(List.of(), List.of(), List.of())};
    Script script =
        new Script() {
          @Override
          public List<Gate> gates(RunSpec spec) {
            List<Gate> gates = new ArrayList<>();
            for (String worker : spec.team()) {
              for (int thread = 0; thread < spec.threads(); thread++) {
                gates.add(new Gate(worker, thread, Stage.AFTER_ACQUIRE));
                gates.add(new Gate(worker, thread, Stage.AFTER_RELEASE));
              }
            }
            return gates;
          }

          @Override
          public void play(Gates gates) throws InterruptedException {
            // Who stands at a gate stays there, so that the second look is at all of them at once.
            look(gates);
            crowd[0] = look(gates);
          }
        };
    RunResult result = lab.run(settings, listener, script);
    try {
      Files.writeString(result.folder().resolve(FILE), Json.MAPPER.writeValueAsString(crowd[0]));
    } catch (IOException e) {
      throw new UnavailableException(
          "the crowd cannot be kept in " + result.folder() + ": " + Errors.rootMessage(e));
    }
    return new Gathered(crowd[0], result);
  }

  /** The crowd of a run that is kept in a folder; null if it was none. */
  public static @Nullable Crowd read(Path folder) {
    try {
      return Json.MAPPER.readValue(Files.readString(folder.resolve(FILE)), Crowd.class);
    } catch (IOException e) {
      return null;
    }
  }

  private static Crowd look(Gates gates) throws InterruptedException {
    RunSpec spec = gates.spec();
    List<String> inside = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    List<String> through = new ArrayList<>();
    for (String worker : spec.team()) {
      for (int thread = 0; thread < spec.threads(); thread++) {
        Place place = gates.await(worker, thread);
        String name = worker + "#" + thread;
        if (place.moving() == Moving.HELD_BACK) {
          waiting.add(name);
        } else if (place.stage() == Stage.AFTER_RELEASE) {
          through.add(name);
        } else {
          inside.add(name);
        }
      }
    }
    return new Crowd(inside, waiting, through);
  }
}
