package dev.locklab.strategy;

import dev.locklab.account.AccountKeys;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.Promise;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A strategy with its library in a version that the user names; the same in all else. */
record AtVersion(Strategy of, String version) implements Strategy {

  @Override
  public String name() {
    return of.name() + Strategies.AT + version;
  }

  @Override
  public Library library() {
    return Objects.requireNonNull(of.library()).at(version);
  }

  @Override
  public Promise promise() {
    return of.promise();
  }

  @Override
  public String summary() {
    return of.summary();
  }

  @Override
  public String reference() {
    return of.reference();
  }

  @Override
  public String roundTrips() {
    return of.roundTrips();
  }

  @Override
  public @Nullable String needs(ServerInfo server) {
    return of.needs(server);
  }

  @Override
  public int nodes() {
    return of.nodes();
  }

  @Override
  public Workload.Builder demonstration() {
    return of.demonstration();
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return of.lockKeys(keys);
  }

  @Override
  public @Nullable String tokenKey(AccountKeys keys) {
    return of.tokenKey(keys);
  }

  @Override
  public boolean hasSection() {
    return of.hasSection();
  }

  @Override
  public boolean showsItsLock() {
    return of.showsItsLock();
  }

  @Override
  public boolean waits() {
    return of.waits();
  }

  @Override
  public Duration lease() {
    return of.lease();
  }

  @Override
  public boolean renews() {
    return of.renews();
  }

  @Override
  public boolean canStayTaken() {
    return of.canStayTaken();
  }

  @Override
  public boolean keepsPlaces() {
    return of.keepsPlaces();
  }

  @Override
  public boolean releasesBlindly() {
    return of.releasesBlindly();
  }

  @Override
  public Set<Setting> honours() {
    return of.honours();
  }

  @Override
  public Set<SyncPoint> stages() {
    return of.stages();
  }

  @Override
  public Updater open(Workbench bench) {
    return of.open(bench);
  }
}
