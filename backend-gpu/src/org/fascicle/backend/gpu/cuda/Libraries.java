package org.fascicle.backend.gpu.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.jspecify.annotations.Nullable;

/** Where the driver and NVRTC are looked for: in a folder that somebody names, on the loader's path, and where toolkits lie. */
final class Libraries {
    private static final String[] DRIVER = {"libcuda.so.1", "nvcuda.dll"};
    /** The oldest CUDA whose compiler is taken. */
    static final int OLDEST = 12;
    private static final Pattern BUILTINS = Pattern.compile("libnvrtc-builtins\\.so\\.[0-9.]+|nvrtc-builtins64_[0-9]+\\.dll");
    private static final List<String> VARIABLES = List.of("CUDA_HOME", "CUDA_PATH");
    private static final List<String> PARTS = List.of("lib64", "lib", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib",
            "bin", "bin/x64");
    private static final Path LOCAL = Path.of("/usr/local");

    private final @Nullable Path named;
    private final boolean elsewhere;
    private final List<Path> folders = new ArrayList<>();

    /**
     * Looks for nothing yet.
     *
     * @param name the folder in which NVRTC lies, and perhaps a driver; null for none
     * @param elsewhere whether to look where libraries usually lie, too
     */
    Libraries(@Nullable String name, boolean elsewhere) {
        this.elsewhere = elsewhere;
        named = name == null || name.isBlank() ? null : folder(name).orElse(null);
        if (named != null) {
            folders.add(named);
        }
    }

    /** NVIDIA's driver. */
    Optional<NativeLibrary> driver() {
        Path folder = named;
        List<String> names = new ArrayList<>();
        if (folder != null) {
            Stream.of(DRIVER).map(name -> folder.resolve(name).toString()).forEach(names::add);
        }
        if (elsewhere) {
            names.addAll(List.of(DRIVER));
        }
        return NativeLibrary.find(names.toArray(new String[0]));
    }

    /** What was looked for, if there is no driver. */
    static String driverNames() {
        return String.join(", ", DRIVER);
    }

    /**
     * NVRTC, with the library that it needs beside it. Where a folder is named, it is looked for there alone.
     *
     * @param newest the driver's version: it does not load what a newer CUDA has compiled
     */
    Optional<NativeLibrary> nvrtc(int newest) {
        List<String> names = nvrtcNames(newest);
        if (named != null) {
            return nvrtc(named, names);
        } else if (!elsewhere) {
            return Optional.empty();
        }
        Optional<NativeLibrary> found = NativeLibrary.find(names.toArray(new String[0]));
        for (Path folder : found.isPresent() ? List.<Path>of() : toolkits()) {
            folders.add(folder);
            found = nvrtc(folder, names);
            if (found.isPresent()) {
                break;
            }
        }
        return found;
    }

    private static List<String> nvrtcNames(int newest) {
        List<String> names = new ArrayList<>();
        for (int version = newest; version >= OLDEST; version--) {
            names.add("libnvrtc.so." + version);
            names.add("nvrtc64_" + version + "0_0.dll");
        }
        return names;
    }

    /** Where NVRTC was looked for, if there is none. */
    String nvrtcPlaces(int newest) {
        List<String> places = new ArrayList<>(folders.stream().map(Path::toString).toList());
        if (named == null) {
            places.add(0, "the loader's path");
        }
        return String.join(", ", nvrtcNames(newest)) + " were looked for in " + String.join(", ", places);
    }

    /** It asks for its other half by name, which the loader then has already. */
    private static Optional<NativeLibrary> nvrtc(Path folder, List<String> names) {
        List<Path> files = names.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        list(folder).stream().filter(file -> BUILTINS.matcher(file.getFileName().toString()).matches())
                .forEach(file -> NativeLibrary.find(file.toString()));
        return NativeLibrary.find(files.stream().map(Path::toString).toArray(String[]::new));
    }

    private static List<Path> toolkits() {
        List<Path> roots = new ArrayList<>();
        for (String variable : VARIABLES) {
            String value = System.getenv(variable);
            if (value != null && !value.isBlank()) {
                folder(value).ifPresent(roots::add);
            }
        }
        list(LOCAL).stream().filter(folder -> folder.getFileName().toString().startsWith("cuda"))
                .sorted(Comparator.reverseOrder()).forEach(roots::add);
        return roots.stream().flatMap(root -> PARTS.stream().map(root::resolve)).filter(Files::isDirectory).toList();
    }

    private static Optional<Path> folder(String name) {
        try {
            return Optional.of(Path.of(name.strip()));
        } catch (InvalidPathException e) {
            // What is no path is no folder in which something lies.
            return Optional.empty();
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            // From what cannot be listed, nothing is loaded either.
            return List.of();
        }
    }
}
