package org.fascicle.build;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Descriptors.PackageRef;
import aQute.bnd.osgi.Jar;

/** Refuses bundles whose packages depend on each other in a circle. */
final class Cycles {
    /** What belongs to others is left alone. */
    private static final String OURS = "org/fascicle/";

    private Cycles() {}

    /** Fails the build if there is a circle in one of a project's bundles. */
    static void check(Module module, List<Path> jars) throws Exception {
        for (Path jar : jars) {
            List<String> cycle = find(jar);
            if (!cycle.isEmpty()) {
                throw new BuildFailure("jar: %s: packages of %s depend on each other in a circle: %s", module, jar.getFileName(),
                        String.join(" -> ", cycle));
            }
        }
    }

    /** A shortest circle of packages, its first package once more at its end; empty if there is none. */
    static List<String> find(Path file) throws Exception {
        try (Jar jar = new Jar(file.toFile())) {
            long packages = jar.getDirectories().entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(OURS) && entry.getValue() != null && !entry.getValue().isEmpty())
                    .count();
            return packages < 2 ? List.of() : find(uses(jar));
        }
    }

    private static Map<String, Set<String>> uses(Jar jar) throws Exception {
        Map<String, Set<String>> uses = new TreeMap<>();
        try (Analyzer analyzer = new Analyzer(jar)) {
            analyzer.analyze();
            for (Map.Entry<PackageRef, List<PackageRef>> entry : analyzer.getUses().entrySet()) {
                Set<String> used = uses.computeIfAbsent(entry.getKey().getFQN(), name -> new TreeSet<>());
                entry.getValue().forEach(each -> used.add(each.getFQN()));
                used.remove(entry.getKey().getFQN());
            }
        }
        return uses;
    }

    private static List<String> find(Map<String, Set<String>> uses) {
        List<String> shortest = List.of();
        for (String start : uses.keySet()) {
            List<String> cycle = start.startsWith(OURS.replace('/', '.')) ? from(start, uses) : List.of();
            if (!cycle.isEmpty() && (shortest.isEmpty() || cycle.size() < shortest.size())) {
                shortest = cycle;
            }
        }
        return shortest;
    }

    /** The shortest way from a package back to it. */
    private static List<String> from(String start, Map<String, Set<String>> uses) {
        Map<String, String> before = new TreeMap<>();
        Deque<String> pending = new ArrayDeque<>(List.of(start));
        while (!pending.isEmpty()) {
            String here = pending.remove();
            for (String next : uses.getOrDefault(here, Set.of())) {
                if (next.equals(start)) {
                    List<String> way = new ArrayList<>(List.of(start));
                    for (String at = here; !at.equals(start); at = before.get(at)) {
                        way.add(1, at);
                    }
                    way.add(start);
                    return way;
                }
                if (before.putIfAbsent(next, here) == null) {
                    pending.add(next);
                }
            }
        }
        return List.of();
    }
}
