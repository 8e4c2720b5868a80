package org.fascicle.api.data;

import java.nio.file.Path;
import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/** What a data source may know of the place where it runs. */
@ProviderType
public interface DataContext {
    /** The folders to look for files in, in order: the user's ({@code --data}), the environment's, the model file's own. */
    List<Path> folders();
}
