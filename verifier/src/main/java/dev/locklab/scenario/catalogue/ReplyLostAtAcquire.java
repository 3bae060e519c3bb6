package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.SyncPoint;
import dev.locklab.scenario.Scenario;

/** The server grants the lock, and its reply is lost. */
@AutoService(Scenario.class)
public final class ReplyLostAtAcquire extends LostMessage {

  @Override
  public String name() {
    return "reply-lost-at-acquire";
  }

  @Override
  public String story() {
    return "The server grants the lock, and its reply is lost.";
  }

  @Override
  public int order() {
    return 6;
  }

  @Override
  SyncPoint before() {
    return SyncPoint.BEFORE_ACQUIRE;
  }

  @Override
  boolean isReply() {
    return true;
  }
}
