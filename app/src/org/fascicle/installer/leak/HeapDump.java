package org.fascicle.installer.leak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;

/** A heap dump of this process, as the virtual machine writes it, for as long as it is read. */
final class HeapDump {
    private HeapDump() {}

    /** For departures, by their numbers: the path by which the class loader of each is held; without those whose loaders are garbage. */
    static Map<Long, List<String>> paths(List<Long> numbers) {
        Map<Long, List<String>> paths = new HashMap<>();
        try {
            Path folder = Files.createTempDirectory("fascicle-leaks");
            try {
                read(dump(folder.resolve("heap.hprof")), numbers, paths);
            } finally {
                delete(folder);
            }
        } catch (IOException | NoClassDefFoundError | RuntimeException e) {
            numbers.forEach(number -> paths.put(number, unknown(e)));
        }
        return paths;
    }

    private static List<String> unknown(Throwable e) {
        return List.of("by what is not known, as no heap dump could be written and read here: " + e,
                "To see it, write one with 'jcmd " + ProcessHandle.current().pid()
                        + " GC.heap_dump FILE', open it with VisualVM or"
                        + " Eclipse Memory Analyzer, and ask for the path from the bundle's class loader to its nearest GC root");
    }

    private static Path dump(Path file) throws IOException {
        var diagnostics = ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class);
        if (diagnostics == null) {
            throw new IOException("this virtual machine writes none");
        }
        diagnostics.dumpHeap(file.toString(), true);
        return file;
    }

    private static void read(Path file, List<Long> numbers, Map<Long, List<String>> paths) throws IOException {
        Heap heap = HeapFactory.createHeap(file.toFile());
        JavaClass type = heap.getJavaClassByName(Departure.class.getName());
        for (Object each : type.getInstances()) {
            Instance departure = (Instance) each;
            Long number = (Long) departure.getValueOfField(Departure.NUMBER);
            Instance loader = referent((Instance) departure.getValueOfField(Departure.LOADER));
            if (numbers.contains(number) && loader != null) {
                paths.put(number, new LoaderPath(heap, loader).lines());
            }
        }
    }

    private static @Nullable Instance referent(@Nullable Instance reference) {
        return reference == null ? null : (Instance) reference.getValueOfField("referent");
    }

    /** With what the reader has put beside the dump. */
    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
