package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.SyncPoint;
import dev.locklab.scenario.Scenario;

/** A write is lost on the way. */
@AutoService(Scenario.class)
public final class RequestLostAtCommit extends LostMessage {

  @Override
  public String name() {
    return "request-lost-at-commit";
  }

  @Override
  public String story() {
    return "A write is lost on the way.";
  }

  @Override
  public int order() {
    return 7;
  }

  @Override
  SyncPoint before() {
    return SyncPoint.BEFORE_WRITE;
  }

  @Override
  boolean isReply() {
    return false;
  }
}
