package org.fascicle.installer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.installation.Digest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A jar that somebody wants to install: a copy of it that nobody else changes, looked through before the framework sees any of it. What is
 * wrong with it is said of the file that was given.
 */
final class Candidate {
    private static final String EXTENDER = "osgi.extender=fascicle.technique";
    private static final String TECHNIQUE = "fascicle.technique";
    private static final int CLASS_FILE = 0xCAFEBABE;
    /** Class files of Java 1 have the version 45, and so on. */
    private static final int BEFORE_JAVA_1 = 44;
    private static final long MOST_BYTES = 2L << 30;
    private static final int MOST_ENTRIES = 100_000;
    private static final String ANOTHER_COPY = "Get another copy of it";

    final Path given;
    final Path copy;
    final String name;
    final Version version;
    final String sha256;
    final boolean isFragment;
    /** The techniques' clauses in its manifest, unread; null for none. */
    final @Nullable String capabilities;
    /** The packages that it imports, as its manifest says it; empty for none. */
    final String imports;
    /** Whether its manifest says that it offers a backend. */
    final boolean offersBackend;

    private Candidate(Path given, Path copy, Attributes headers) throws IOException {
        this.given = given;
        this.copy = copy;
        String symbolicName = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (symbolicName == null || symbolicName.isBlank()) {
            throw problem("is no bundle: its manifest names no " + Constants.BUNDLE_SYMBOLICNAME, "Build it with bnd");
        }
        this.name = symbolicName.split(";", 2)[0].strip();
        this.version = version(headers.getValue(Constants.BUNDLE_VERSION));
        this.imports = Objects.requireNonNullElse(headers.getValue(Constants.IMPORT_PACKAGE), "");
        this.isFragment = headers.getValue(Constants.FRAGMENT_HOST) != null;
        String provided = headers.getValue(Constants.PROVIDE_CAPABILITY);
        this.capabilities = provided != null && provided.contains(TECHNIQUE) ? provided : null;
        this.offersBackend = provided != null && provided.contains('"' + Backend.class.getName() + '"');
        String required = headers.getValue(Constants.REQUIRE_CAPABILITY);
        if (capabilities != null && (required == null || !required.contains(EXTENDER))) {
            throw problem(
                    "declares techniques and lacks the requirement of what finds them: Require-Capability: osgi.extender;filter:=\"("
                            + EXTENDER + ")\"",
                    "Annotate the classes with @Technique and build it with bnd, which writes that");
        }
        this.sha256 = Digest.of(copy);
    }

    /**
     * Copies a jar and looks through it.
     *
     * @param folder where the copy is made
     * @throws InputException if there is no such file, or it is no sound bundle
     * @throws StateException if it cannot be copied at this moment
     */
    static Candidate of(Path given, Path folder) {
        if (!Files.isRegularFile(given)) {
            throw new InputException(given.toString(), null,
                    Files.exists(given) ? "is no file, so it is no jar" : "there is no such file", null);
        }
        Path copy = null;
        try {
            copy = Files.createTempFile(folder, "incoming-", ".part");
            try (InputStream in = Files.newInputStream(given)) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            discard(copy);
            if (!Files.isReadable(given)) {
                throw problem(given, "cannot be read: " + e, null);
            }
            throw new StateException(given + " cannot be copied to " + folder + ": " + e, e);
        }
        try {
            return read(given, copy);
        } catch (IOException e) {
            discard(copy);
            throw problem(given, "is damaged: " + e.getMessage(), ANOTHER_COPY);
        } catch (RuntimeException | Error e) {
            discard(copy);
            throw e;
        }
    }

    private static Candidate read(Path given, Path copy) throws IOException {
        try (JarFile jar = new JarFile(copy.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw problem(given, "is no bundle: it has no manifest", "Build it with bnd");
            }
            check(given, jar);
            return new Candidate(given, copy, manifest.getMainAttributes());
        } catch (ZipException | IllegalArgumentException e) {
            throw problem(given, "is no jar, or only a part of one: " + e.getMessage(), ANOTHER_COPY);
        }
    }

    /** Reads all of it, so that a checksum that is wrong is found now and not when a class is needed. */
    private static void check(Path given, JarFile jar) throws IOException {
        long bytes = 0;
        int entries = 0;
        byte[] piece = new byte[1 << 16];
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements();) {
            JarEntry entry = all.nextElement();
            String name = entry.getName();
            // A ZipFile does not compare checksums itself.
            CRC32 checksum = new CRC32();
            try (InputStream in = jar.getInputStream(entry)) {
                int n = in.readNBytes(piece, 0, piece.length);
                if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    checkClass(given, name, piece, n);
                }
                for (; n > 0; n = in.readNBytes(piece, 0, piece.length)) {
                    bytes += n;
                    checksum.update(piece, 0, n);
                    if (bytes > MOST_BYTES) {
                        throw problem(given, "unpacks to more than " + (MOST_BYTES >> 30) + " GiB", null);
                    }
                }
            } catch (IOException | SecurityException e) {
                throw problem(given, "is damaged: its entry " + name + " cannot be read: " + e.getMessage(), ANOTHER_COPY);
            }
            if (entry.getCrc() != checksum.getValue()) {
                throw problem(given, "is damaged: the checksum of its entry " + name + " is wrong", ANOTHER_COPY);
            }
            if (++entries > MOST_ENTRIES) {
                throw problem(given, "has more than " + MOST_ENTRIES + " entries", null);
            }
        }
    }

    private static void checkClass(Path given, String name, byte[] start, int length) {
        int magic = length < 8 ? 0
                : (start[0] & 0xff) << 24 | (start[1] & 0xff) << 16 | (start[2] & 0xff) << 8 | start[3] & 0xff;
        if (magic != CLASS_FILE) {
            throw problem(given, "is damaged: its entry " + name + " is no class", ANOTHER_COPY);
        }
        int java = ((start[6] & 0xff) << 8 | start[7] & 0xff) - BEFORE_JAVA_1;
        int running = Runtime.version().feature();
        if (java > running) {
            throw problem(given, "was compiled for Java " + java + " (its class " + name + "), and this is Java " + running,
                    "Start Fascicle with Java " + java + " or later, or compile it for Java " + running);
        }
    }

    private Version version(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw problem("has no version: its manifest lacks " + Constants.BUNDLE_VERSION,
                    "Say for example " + Constants.BUNDLE_VERSION
                            + ": 1.0.0");
        }
        try {
            return Version.parseVersion(text.strip());
        } catch (IllegalArgumentException e) {
            throw problem("has the version '" + text.strip() + "', which is none: " + e.getMessage(), "Write for example 1.0.0");
        }
    }

    InputException problem(String what, @Nullable String remedy) {
        return problem(given, what, remedy);
    }

    private static InputException problem(Path given, String what, @Nullable String remedy) {
        return new InputException(given.toString(), null, what, remedy);
    }

    /** Looks through several; if one is not sound, no copy stays. */
    static List<Candidate> of(List<Path> files, Path folder) {
        List<Candidate> all = new ArrayList<>();
        Map<String, Path> seen = new LinkedHashMap<>();
        try {
            for (Path file : files) {
                Candidate candidate = of(file.toAbsolutePath().normalize(), folder);
                all.add(candidate);
                Path other = seen.put(candidate.toString(), file);
                if (other != null) {
                    throw candidate.problem("is the bundle " + candidate + ", and so is " + other, "Name one of them");
                }
            }
            return all;
        } catch (RuntimeException | Error e) {
            all.forEach(Candidate::discard);
            throw e;
        }
    }

    /** Deletes the copy. */
    void discard() {
        discard(copy);
    }

    private static void discard(@Nullable Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            // The next start deletes what is left.
        }
    }

    /** Symbolic name and version. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}
