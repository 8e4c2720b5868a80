package org.fascicle.api.installation;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.fascicle.api.readiness.TechniqueNeed;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that changes which bundles there are. A change is made as a whole or not at all: what fails is taken back, and the platform
 * is as it was before. A change lasts: the next start has it, too, unless the host of the platform keeps nothing.
 *
 * <p>A jar is looked through before any of it reaches the framework: that it is whole, a bundle, of a version, for this Java, and not by
 * the name of a part of the platform. There is one jar for each symbolic name and version. Safe for many threads; changes follow each
 * other.
 */
@ProviderType
public interface Installer {
    /**
     * Installs bundles and starts them. Several that need one another come in one call. Another version beside one that is installed is
     * allowed; the very jar that is installed already is left as it is.
     *
     * @return what was done, one for each jar
     * @throws org.fascicle.api.problem.InputException if one cannot be installed: then none is
     */
    List<Change> install(Jars jars);

    /**
     * Replaces installed bundles by others of the same symbolic name. Where several versions are installed, the one of the same version is
     * replaced, or that which {@link Jars#replacing} names.
     *
     * @return what was done, one for each jar
     * @throws org.fascicle.api.problem.InputException if one cannot be updated: then all are as before, or the message says what is gone
     * @throws org.fascicle.api.problem.StateException if one offers a backend that is in use, or the disk is full
     */
    List<Change> update(Jars jars);

    /**
     * Looks for the bundles that provide techniques, and for all that these bundles require; installs nothing. What is installed is
     * preferred to what lies in a repository. The techniques that are the defaults of others are looked for as well.
     *
     * @param techniques that are needed
     * @param repositories folders of jars, or indexes of the OSGi Repository specification (XML); beside those that the installation names
     * @throws org.fascicle.api.problem.InputException if a repository cannot be read
     */
    Plan plan(Collection<TechniqueNeed> techniques, Collection<Path> repositories);

    /**
     * Looks for the bundles that jars require, and for those of the techniques that are the defaults of theirs; installs nothing.
     *
     * @param jars that are to be installed; the plan does not hold them
     * @param repositories as for techniques
     * @throws org.fascicle.api.problem.InputException if a jar or a repository cannot be read
     */
    Plan plan(Jars jars, Collection<Path> repositories);

    /**
     * Copies a jar, and requires that this installation would trust the copy enough to install it; installs nothing. For whoever lets a
     * bundle run that does not stay.
     *
     * @param folder where the copy is made; what was judged is in the copy, whatever becomes of the jar
     * @return the copy
     * @throws org.fascicle.api.problem.InputException if there is no such file, or the copy is not trusted; then there is no copy
     * @throws org.fascicle.api.problem.StateException if it cannot be copied at this moment
     */
    Path trusted(Path jar, Path folder);

    /**
     * Takes a bundle out. Trainings that use its techniques are told, and models that are open keep their values.
     *
     * @param name the bundle's symbolic name
     * @param version its version, or null if only one is installed
     * @throws org.fascicle.api.problem.InputException if there is no such bundle, or it is a part of the platform, or others need it
     * @throws org.fascicle.api.problem.StateException if it offers a backend that is in use, or the disk is full
     */
    Change uninstall(String name, @Nullable String version);

    /**
     * Finds the bundles that were uninstalled or replaced in this process since the platform started, and whose classes are still held. It collects
     * garbage, and where a bundle is held writes a heap dump to a temporary file, and deletes it: with a large heap, this takes seconds.
     *
     * @return the bundles that are held, in the order in which they were stopped; usually none
     */
    List<Leak> leaks();

    /**
     * Has the other running processes of the same installation find theirs.
     *
     * @return what each process says, a line each; no line where nothing is held
     */
    Map<String, List<String>> leaksElsewhere();
}
