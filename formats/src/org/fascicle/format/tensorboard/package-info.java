/** Trainings as event files, which TensorBoard reads. */
@NullMarked
@Version("0.1.0")
package org.fascicle.format.tensorboard;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
