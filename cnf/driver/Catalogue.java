package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes docs/techniques.md: what the exported application says of all techniques that are in it. */
final class Catalogue {
    private static final long MINUTES = 2;

    private final Path root;

    Catalogue(Path root) {
        this.root = root;
    }

    String run() throws Exception {
        Path folder = root.resolve("app/generated/fascicle");
        Path page = root.resolve("docs/techniques.md");
        Stamp stamp = new Stamp(root.resolve("app/generated/stamps/catalogue"));
        if (stamp.holds(fingerprint(folder, page))) {
            return root.relativize(page) + " is up to date";
        }
        Path output = root.resolve("app/generated/techniques.md");
        Path errors = root.resolve("app/generated/techniques-errors.txt");
        Integer exit = new Forked(root).args("-XX:+UseSerialGC", "-cp",
                Forked.path(List.of(folder.resolve("lib/launcher.jar"), folder.resolve("lib/framework.jar"))),
                "org.fascicle.launcher.Main", folder.toString(), "techniques", "--markdown").run(output, errors, MINUTES);
        if (exit == null || exit != 0) {
            throw new BuildFailure("catalogue: the application ended with %s\n%s", exit, Forked.tail(errors, 20));
        }
        Files.copy(output, page, StandardCopyOption.REPLACE_EXISTING);
        stamp.write(fingerprint(folder, page), List.of());
        return root.relativize(page) + " written";
    }

    /** The installation's list has the digest of every bundle. */
    private static String fingerprint(Path folder, Path page) throws IOException {
        return new Fingerprint().content(folder.resolve("installation.json")).content(page).hex();
    }
}
