/** Training of a model on data: started, watched, stopped, checkpointed. */
@NullMarked
@Version("1.2.0")
package org.fascicle.api.training;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
