package org.fascicle.gemm.onednn;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import org.osgi.framework.Bundle;

/**
 * Native libraries of a bundle, unpacked. JavaCPP would do it itself, but it parses addresses anew, and not every process knows those
 * of its framework: a framework that serves one application among others must not set the process's handler of addresses.
 */
final class Libraries {
    private static final String FOLDER = "natives";

    private Libraries() {}

    /**
     * Unpacks the libraries for a platform into a folder, side by side, unless they are there already. Processes that use the files
     * keep those that they have.
     *
     * @param platform JavaCPP's name of it: {@code linux-x86_64}
     * @throws IOException if there are none, or they cannot be written
     */
    static void unpack(Bundle bundle, String platform, Path folder) throws IOException {
        Enumeration<URL> entries = bundle.findEntries(FOLDER, "*", true);
        List<URL> libraries = (entries == null ? List.<URL>of() : Collections.list(entries)).stream()
                .filter(entry -> entry.getPath().contains("/" + platform + "/") && !entry.getPath().endsWith("/")).toList();
        if (libraries.isEmpty()) {
            throw new IOException(
                    "the bundle " + bundle.getSymbolicName() + " and its fragments hold no library for " + platform);
        }
        for (URL library : libraries) {
            unpack(library, folder.resolve(library.getPath().substring(library.getPath().lastIndexOf('/') + 1)));
        }
    }

    private static void unpack(URL library, Path file) throws IOException {
        URLConnection connection = library.openConnection();
        long size = connection.getContentLengthLong();
        FileTime time = FileTime.fromMillis(connection.getLastModified());
        if (Files.isRegularFile(file) && Files.size(file) == size && Files.getLastModifiedTime(file).equals(time)) {
            return;
        }
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try (InputStream in = connection.getInputStream()) {
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(fresh, time);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
