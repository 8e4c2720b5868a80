package org.fascicle.api.data;

import java.nio.file.Path;
import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/** What a data source knows of its surroundings. */
@ProviderType
public interface DataContext {
    /** The folders to look for files in, in order: those of the settings, the environment's, the model file's own. */
    List<Path> folders();
}
