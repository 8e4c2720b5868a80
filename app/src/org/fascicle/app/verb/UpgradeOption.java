package org.fascicle.app.verb;

import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import picocli.CommandLine.Option;

/** The option of all verbs that read an archive. */
final class UpgradeOption {
    @Option(names = "--upgrade", description = "If a technique is not installed in the version that the archive records: "
            + "go on with the version that is, and with its defaults. Without this, the archive is refused.")
    private boolean upgrade;

    Settings in(Settings settings) {
        return settings.upgrade(upgrade);
    }

    /** Refuses the option where no archive is read. */
    void requireArchive(String instead, String remedy) {
        if (upgrade) {
            throw new InputException("--upgrade", null, instead + " records no versions of techniques, and takes those that are "
                    + "installed", remedy);
        }
    }
}
