package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;

/** The workspace: its projects, each after those that it depends on. */
final class Modules implements AutoCloseable {
    final Path root;
    final Workspace workspace;
    private final Map<String, Module> modules = new LinkedHashMap<>();

    Modules(Path root) throws Exception {
        this.root = root;
        Path index = builtIndex(root);
        if (!Files.exists(index)) {
            Files.createDirectories(index.getParent());
            Files.writeString(index,
                    "<?xml version='1.0'?>\n<repository name='Built' increment='0' xmlns='http://www.osgi.org/xmlns/repository/v1.0.0'/>\n");
        }
        workspace = new Workspace(root.toFile());
        workspace.setOffline(true);
        Map<String, Project> byName = new TreeMap<>();
        for (Project project : workspace.getAllProjects()) {
            byName.put(project.getName(), project);
        }
        for (Project project : byName.values()) {
            add(project, new LinkedHashSet<>());
        }
        if (!workspace.isOk()) {
            throw new BuildFailure("cnf/build.bnd: %s", String.join("\n", workspace.getErrors()));
        }
    }

    /** Where the jars of the workspace are indexed for the repository "Built". */
    static Path builtIndex(Path root) {
        return root.resolve("cnf/generated/built/index.xml");
    }

    private void add(Project project, Set<String> within) throws Exception {
        if (modules.containsKey(project.getName())) {
            return;
        }
        if (!within.add(project.getName())) {
            throw new BuildFailure("these projects need one another in a circle: %s", within);
        }
        for (Project needed : project.getDependson()) {
            add(needed, within);
        }
        within.remove(project.getName());
        modules.put(project.getName(), new Module(project));
    }

    Collection<Module> all() {
        return modules.values();
    }

    Module get(String name) {
        Module module = modules.get(name);
        if (module == null) {
            throw new BuildFailure("there is no project %s; there are %s", name, String.join(", ", modules.keySet()));
        }
        return module;
    }

    boolean has(String name) {
        return modules.containsKey(name);
    }

    /** The named projects with all that their bundles need, and their tests; or all projects if none is named; in build order. */
    List<Module> closure(Collection<String> names, boolean tests) throws Exception {
        if (names.isEmpty()) {
            return new ArrayList<>(modules.values());
        }
        Set<String> wanted = new LinkedHashSet<>();
        for (String name : names) {
            collect(get(name).project, tests, wanted);
        }
        return modules.values().stream().filter(m -> wanted.contains(m.name())).toList();
    }

    private static void collect(Project project, boolean tests, Set<String> into) throws Exception {
        if (into.add(project.getName())) {
            for (Project needed : tests ? project.getDependson() : Module.neededByBundles(project)) {
                collect(needed, tests, into);
            }
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
