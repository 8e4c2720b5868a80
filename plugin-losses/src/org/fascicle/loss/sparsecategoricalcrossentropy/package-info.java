/** The loss {@code sparse_categorical_crossentropy}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.loss.sparsecategoricalcrossentropy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
