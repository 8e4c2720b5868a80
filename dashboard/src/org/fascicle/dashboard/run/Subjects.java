package org.fascicle.dashboard.run;

import java.util.Optional;

/** Runs and archives by the names that requests have for them. Safe for any thread. */
public final class Subjects {
    /** What the name of an archive begins with. */
    public static final String ARCHIVE = "archive:";

    private final Runs runs;
    private final Archives archives;

    /** Both. */
    public Subjects(Runs runs, Archives archives) {
        this.runs = runs;
        this.archives = archives;
    }

    /** A run or archive, if it is there. */
    public Optional<Subject> find(String id) {
        return id.startsWith(ARCHIVE) ? archives.subject(id.substring(ARCHIVE.length()))
                : runs.find(id).map(run -> run);
    }

    /** Whether something is trained at this moment. */
    public boolean isBusy() {
        return runs.all().stream().anyMatch(Run::isLive);
    }
}
