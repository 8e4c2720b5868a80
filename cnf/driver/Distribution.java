package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Manifest;

/** Writes what users without a clone get: the application in a folder that a Java runs, as an archive for Unix and one for Windows. */
final class Distribution {
    private static final String VERSION = "api.version";
    /** Of the examples those that the command line runs; the others are programs. */
    private static final Set<String> NO_EXAMPLES = Set.of("embedding", "bin", "bin_test", "generated", "test", "bnd.bnd");

    private final Modules modules;

    Distribution(Modules modules) {
        this.modules = modules;
    }

    String run(Path to) throws Exception {
        Path root = modules.root;
        String name = "fascicle-" + modules.workspace.getProperty(VERSION);
        Path folder = to.resolve(name);
        Trees.delete(folder);
        new Export(modules).run(folder);
        Files.deleteIfExists(folder.resolve("installation.lock"));
        Path own = root.resolve("app/distribution");
        copy(root.resolve("fascicle"), folder.resolve("bin/fascicle"));
        Files.setPosixFilePermissions(folder.resolve("bin/fascicle"), PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(own.resolve("fascicle.cmd"), folder.resolve("bin/fascicle.cmd"));
        copy(own.resolve("README.txt"), folder.resolve("README.txt"));
        copy(own.resolve("plugins.txt"), folder.resolve("plugins/README.txt"));
        copy(root.resolve("LICENSE"), folder.resolve("LICENSE"));
        Files.writeString(folder.resolve("NOTICE"), Files.readString(own.resolve("NOTICE.txt")) + others(folder));
        Trees.copy(root.resolve("examples"), folder.resolve("examples"),
                path -> !NO_EXAMPLES.contains(path.getName(0).toString()));
        Trees.copy(root.resolve("docs"), folder.resolve("docs"), path -> path.getNameCount() == 1);
        tar(to, name);
        zip(to, name);
        return name + ".tar.gz, " + (Files.size(to.resolve(name + ".tar.gz")) >> 20) + " MB, and .zip in " + root.relativize(to);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    /** The bundles that are not ours, with their licences. */
    private String others(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path jar : Fingerprint.files(folder, path -> path.toString().endsWith(".jar"))) {
            Manifest manifest = BundleInfo.of(jar);
            String name = BundleInfo.symbolicName(manifest);
            if (name == null || name.startsWith("fascicle.")) {
                continue;
            }
            String licence = manifest.getMainAttributes().getValue("Bundle-License");
            lines.append("    ").append(name).append(" ").append(BundleInfo.version(manifest)).append(": ")
                    .append(licence == null ? "its licence is in it" : licence.replaceAll("\\s+", " ")).append("\n");
        }
        return lines.toString();
    }

    /** With the same bytes for the same files. */
    private static void tar(Path to, String name) throws Exception {
        Process tar = new ProcessBuilder(List.of("tar", "--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner",
                "--use-compress-program=gzip -n -1", "-cf", name + ".tar.gz", name)).directory(to.toFile()).inheritIO().start();
        if (tar.waitFor() != 0) {
            throw new BuildFailure("dist: tar ended with exit code %d", tar.exitValue());
        }
    }

    private static void zip(Path to, String name) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        for (Path file : Fingerprint.files(to.resolve(name), path -> true)) {
            entries.put(to.relativize(file).toString(), Files.readAllBytes(file));
        }
        Zip.write(entries, to.resolve(name + ".zip"));
    }
}
