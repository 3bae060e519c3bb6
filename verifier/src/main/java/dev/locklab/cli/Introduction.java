package dev.locklab.cli;

import dev.locklab.account.AccountKeys;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.EnvironmentProbe;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunListener;
import dev.locklab.run.RunSpec;

/** Says as a run starts where it is made, and how its balance can be changed meanwhile. */
final class Introduction implements RunListener {

  private final Lab lab;
  private final Display display;
  private boolean made;

  Introduction(Lab lab, Display display) {
    this.lab = lab;
    this.display = display;
  }

  @Override
  public void gathering(String strategy) {
    display.gathering(strategy);
  }

  @Override
  public void progress(RunSpec spec, Phase phase, Progress progress) {
    if (phase == Phase.PREPARING && !made) {
      made = true;
      display.close();
      Console.error(
          "Run "
              + spec.run()
              + " on "
              + EnvironmentProbe.server(lab)
              + "; to change its balance meanwhile:");
      Console.error("  %s incrby '%s' 5".formatted(cli(), new AccountKeys(spec.run()).balance()));
    }
    display.progress(spec, phase, progress);
  }

  private String cli() {
    EmbeddedRedis embedded = lab.embedded();
    return embedded == null ? "redis-cli -u " + lab.subject() : embedded.cli();
  }
}
