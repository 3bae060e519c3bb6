package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.SyncPoint;
import dev.locklab.scenario.Scenario;

/** Asking for the lock is lost on the way. */
@AutoService(Scenario.class)
public final class RequestLostAtAcquire extends LostMessage {

  @Override
  public String name() {
    return "request-lost-at-acquire";
  }

  @Override
  public String story() {
    return "Asking for the lock is lost on the way.";
  }

  @Override
  public int order() {
    return 7;
  }

  @Override
  SyncPoint before() {
    return SyncPoint.BEFORE_ACQUIRE;
  }

  @Override
  boolean isReply() {
    return false;
  }
}
