package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.SyncPoint;
import dev.locklab.scenario.Scenario;

/** Giving the lock back is lost on the way. */
@AutoService(Scenario.class)
public final class RequestLostAtRelease extends LostMessage {

  @Override
  public String name() {
    return "request-lost-at-release";
  }

  @Override
  public String story() {
    return "Giving the lock back is lost on the way.";
  }

  @Override
  public int order() {
    return 7;
  }

  @Override
  SyncPoint before() {
    return SyncPoint.BEFORE_RELEASE;
  }

  @Override
  boolean isReply() {
    return false;
  }
}
