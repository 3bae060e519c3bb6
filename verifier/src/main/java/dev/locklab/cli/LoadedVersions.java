package dev.locklab.cli;

import dev.locklab.strategy.LoadedLibraries;
import picocli.CommandLine.IVersionProvider;

/** What the verifier says to {@code --version}. */
final class LoadedVersions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return LoadedLibraries.inWords().toArray(String[]::new);
  }
}
