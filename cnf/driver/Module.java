package org.fascicle.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import aQute.bnd.build.Container;
import aQute.bnd.build.Project;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Instruction;
import aQute.bnd.osgi.Instructions;

/** A project of the workspace, with its folders and class paths. */
final class Module {
    final Project project;
    final Path base;
    final Path bin;
    final Path test;
    final Path testBin;
    final Path generated;

    Module(Project project) throws Exception {
        this.project = project;
        base = project.getBase().toPath();
        bin = project.getSrcOutput().toPath();
        test = project.getTestSrc().toPath();
        testBin = project.getTestOutput().toPath();
        generated = project.getTarget().toPath();
    }

    String name() {
        return project.getName();
    }

    List<Path> sources() throws Exception {
        return project.getSourcePath().stream().map(f -> f.toPath()).toList();
    }

    /**
     * The projects that the bundles of a project need themselves: those on its -buildpath and of its -dependson.
     * {@link Project#getDependson} has besides those that they need in turn, and those that its tests alone need.
     */
    static Set<Project> neededByBundles(Project project) throws Exception {
        Set<Project> needed = new LinkedHashSet<>();
        for (Container entry : project.getBuildpath()) {
            if (entry.getType() == Container.TYPE.PROJECT && entry.getProject() != project) {
                needed.add(entry.getProject());
            }
        }
        for (Instruction named : new Instructions(project.getMergedParameters(Constants.DEPENDSON)).keySet()) {
            List<Project> others = project.getWorkspace().getAllProjects().stream()
                    .filter(other -> other != project && named.matches(other.getName())).toList();
            if (others.isEmpty()) {
                throw new BuildFailure("%s/bnd.bnd: -dependson: there is no project %s", project.getName(), named);
            }
            needed.addAll(others);
        }
        return needed;
    }

    Stamp stamp(String step) {
        return new Stamp(generated.resolve("stamps").resolve(step));
    }

    /** What the sources compile against. */
    List<Path> buildPath() throws Exception {
        return paths("-buildpath", project.getBuildpath());
    }

    /** What the tests compile against and run with, besides the project's own classes. */
    List<Path> testPath() throws Exception {
        List<Path> path = new ArrayList<>(paths("-testpath", project.getTestpath()));
        for (Path entry : buildPath()) {
            if (!path.contains(entry)) {
                path.add(entry);
            }
        }
        path.remove(bin);
        path.remove(testBin);
        return path;
    }

    /** Fails if bnd found something wrong with the project as such. */
    void check() {
        if (!project.isOk()) {
            throw new BuildFailure("%s/bnd.bnd: %s", name(), said(project.getErrors()));
        }
    }

    /** bnd's errors, without its list of all repositories. */
    private static String said(List<String> errors) {
        return String.join("\n  ", errors).replaceAll("(?s)Not found in \\[.*?(\\n|$)", "not found in any repository$1");
    }

    private List<Path> paths(String header, Collection<Container> containers) throws Exception {
        List<Path> paths = new ArrayList<>();
        for (Container container : containers) {
            if (container.getError() != null) {
                throw new BuildFailure("%s/bnd.bnd: %s: %s", name(), header, said(List.of(container.getError())));
            }
            if (!container.getFile().toPath().equals(bin) && !container.getFile().toPath().equals(testBin)) {
                paths.add(container.getFile().toPath());
            }
        }
        return paths;
    }

    /** The jars that the last jar step made. */
    List<Path> jars() throws Exception {
        return stamp("jar").made().stream().map(generated::resolve).toList();
    }

    String property(String key, String orElse) {
        return project.getProperty(key, orElse);
    }

    @Override
    public String toString() {
        return name();
    }
}
