package org.fascicle.tck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * A bundle that gives way to one that is checked, and what it held: the framework may have got it from a stream, and the file that it came
 * from may be another by now. Used by one thread.
 */
final class Replaced {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final String location;
    private final byte[] content;
    private final boolean resolved;
    private final boolean started;

    private Replaced(String location, byte[] content, boolean resolved, boolean started) {
        this.location = location;
        this.content = content;
        this.resolved = resolved;
        this.started = started;
    }

    /** Remembers what a bundle holds, and uninstalls it. */
    static Replaced takeOut(Bundle bundle) throws BundleException {
        try {
            boolean started = (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
            boolean resolved = started || (bundle.getState() & (Bundle.RESOLVED | Bundle.STOPPING)) != 0;
            Replaced replaced = new Replaced(bundle.getLocation(), content(bundle), resolved, started);
            bundle.uninstall();
            return replaced;
        } catch (IOException e) {
            throw new BundleException("what " + bundle.getSymbolicName() + " holds cannot be read: " + e.getMessage(), e);
        }
    }

    /** Installs it again, and starts it if it was started. What was resolved was trusted, and is again. */
    void putBack(Admission admission) throws BundleException {
        Bundle bundle = admission.put(location, content, resolved);
        if (started) {
            bundle.start();
        }
    }

    private static byte[] content(Bundle bundle) throws IOException {
        Set<String> entries = new LinkedHashSet<>();
        if (bundle.getEntry(MANIFEST) != null) {
            entries.add(MANIFEST);
        }
        list(bundle, "/", entries);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                URL url = bundle.getEntry(entry);
                if (url != null) {
                    jar.putNextEntry(new ZipEntry(entry));
                    try (InputStream in = url.openStream()) {
                        in.transferTo(jar);
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void list(Bundle bundle, String folder, Set<String> into) {
        Enumeration<String> paths = bundle.getEntryPaths(folder);
        while (paths != null && paths.hasMoreElements()) {
            String path = paths.nextElement();
            if (path.endsWith("/")) {
                list(bundle, path, into);
            } else {
                into.add(path);
            }
        }
    }
}
