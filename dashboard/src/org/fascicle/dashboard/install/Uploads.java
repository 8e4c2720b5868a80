package org.fascicle.dashboard.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.logging.Logger;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.jspecify.annotations.Nullable;

/** Bundles that are sent: looked at, installed, updated; and taken out. No file stays. Safe for any thread. */
public final class Uploads {
    private static final String TECHNIQUE = "fascicle.technique";
    private static final int LONGEST = 80;
    private static final Logger LOG = Logger.getLogger(Uploads.class.getName());

    private final Supplier<@Nullable Installer> service;
    private final Techniques techniques;

    /**
     * Uploads.
     *
     * @param service the installer, if there is one
     */
    public Uploads(Supplier<@Nullable Installer> service, Techniques techniques) {
        this.service = service;
        this.techniques = techniques;
    }

    /**
     * What a jar would do.
     *
     * @param bundle its symbolic name
     * @param version that of the bundle
     * @param present what techniques a bundle of this name provides now; an installation would come beside it, an update in its place
     * @param needs bundles that would have to be installed with it, by name and version
     * @param missing what nothing provides, a sentence each
     */
    public record Look(String bundle, String version, List<String> present, List<String> needs, List<String> missing) {}

    /** Whether there is an installer. */
    public boolean isThere() {
        return service.get() != null;
    }

    private Installer installer() {
        Installer installer = service.get();
        if (installer == null) {
            throw new StateException("there is no installer: the bundle fascicle.installer is not installed, or does not run");
        }
        return installer;
    }

    /** Looks at a jar; installs nothing. */
    public Look look(String name, byte[] jar) {
        Installer installer = installer();
        return kept(name, jar, file -> {
            Plan plan = installer.plan(Jars.of(file), List.of());
            Attributes headers = headers(file);
            String bundle = symbolicName(headers);
            if (bundle.isEmpty()) {
                throw new InputException(file.toString(), null, "is no bundle: its manifest names no Bundle-SymbolicName", null);
            }
            String version = headers.getValue("Bundle-Version");
            return new Look(bundle, version == null ? "0.0.0" : version.strip(), techniques.all().stream()
                    .filter(type -> type.provider().equals(bundle)).map(TechniqueType::toString).toList(), plan.bundles(),
                    plan.missing());
        });
    }

    /** Installs a jar. */
    public Change install(String name, byte[] jar) {
        Installer installer = installer();
        return kept(name, jar, file -> {
            symbolicName(headers(file));
            return installer.install(Jars.of(file)).get(0);
        });
    }

    /** Replaces an installed bundle of the same symbolic name by a jar. */
    public Change update(String name, byte[] jar) {
        Installer installer = installer();
        return kept(name, jar, file -> {
            symbolicName(headers(file));
            return installer.update(Jars.of(file)).get(0);
        });
    }

    /** Takes a bundle out; the version may be empty if there is one. */
    public Change remove(String bundle, String version) {
        return installer().uninstall(bundle, version.isEmpty() ? null : version);
    }

    /** Uses a jar as a file, and removes that. */
    private static <T> T kept(String name, byte[] jar, Function<Path, T> use) {
        String plain = name.replaceAll(".*[/\\\\]", "").replaceAll("[^\\w.-]+", "-");
        plain = plain.isEmpty() || plain.startsWith(".") ? "uploaded.jar"
                : plain.substring(Math.max(0, plain.length() - LONGEST));
        Path folder = null;
        Path file = null;
        try {
            folder = Files.createTempDirectory("fascicle-upload-");
            file = folder.resolve(plain);
            Files.write(file, jar);
            return use.apply(file);
        } catch (IOException e) {
            throw new StateException("the upload cannot be kept while it is looked at: " + e, e);
        } catch (InputException e) {
            // The name that its sender knows.
            String path = String.valueOf(file);
            throw e.file() != null && e.file().equals(path)
                    ? new InputException(plain, e.pointer(), e.problem().replace(path, plain), e.remedy()) : e;
        } finally {
            try {
                if (file != null) {
                    Files.deleteIfExists(file);
                }
                if (folder != null) {
                    Files.deleteIfExists(folder);
                }
            } catch (IOException e) {
                LOG.warning("a temporary file cannot be removed: " + e);
            }
        }
    }

    private static Attributes headers(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "is no jar, or only a part of one: " + e.getMessage(), null);
        }
    }

    /** The symbolic name of a bundle; of one that offers techniques, because others are no business of the page. */
    private static String symbolicName(Attributes headers) {
        String name = headers.getValue("Bundle-SymbolicName");
        String provided = headers.getValue("Provide-Capability");
        if (name != null && (provided == null || !provided.contains(TECHNIQUE))) {
            throw new InputException(name.split(";", 2)[0].strip(), null, "is a bundle that offers no technique",
                    "Bundles that techniques need are installed with them by './fascicle install'");
        }
        // What is no bundle, the installer refuses in its own words.
        return name == null ? "" : name.split(";", 2)[0].strip();
    }
}
