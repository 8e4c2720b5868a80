package org.fascicle.app.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.conformance.Finding;

/** What earlier processes of an examination have found, as the one that started them all has written it down. */
public final class Made {
    private Made() {}

    /** The findings in a file. */
    public static List<Finding> read(Path file) throws IOException {
        List<Finding> found = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            found.add(TrialEvents.finding(TrialEvents.read(line)));
        }
        return found;
    }
}
