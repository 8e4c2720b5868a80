package org.fascicle.tck.subject;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * The small files that a bundle brings so that its sources of data can be tried: what lies in its folder
 * {@code OSGI-INF/fascicle/sample}. Sources find it as they find what somebody names with {@code --data}. Immutable.
 */
public final class SampleFolder {
    private static final String ENTRIES = "OSGI-INF/fascicle/sample/";

    private final Bundle bundle;

    /** The files of a bundle; there may be none. */
    public SampleFolder(Bundle bundle) {
        this.bundle = bundle;
    }

    /** An entry of the bundle, by its name; null if there is none. */
    @Nullable
    URL entry(String name) {
        return bundle.getEntry(name);
    }

    /**
     * Writes the files, if there are some.
     *
     * @param into a folder in which a folder is made for them
     * @return that folder; empty if the bundle brings none
     */
    List<Path> write(Path into) throws IOException {
        Enumeration<URL> entries = bundle.findEntries(ENTRIES, "*", true);
        if (entries == null) {
            return List.of();
        }
        Path folder = into.resolve("sample-" + bundle.getBundleId());
        for (URL entry : Collections.list(entries)) {
            String path = entry.getPath();
            if (!path.endsWith("/")) {
                Path file = folder.resolve(path.substring(path.indexOf(ENTRIES) + ENTRIES.length()));
                Files.createDirectories(file.getParent());
                try (InputStream in = entry.openStream()) {
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return List.of(folder);
    }
}
