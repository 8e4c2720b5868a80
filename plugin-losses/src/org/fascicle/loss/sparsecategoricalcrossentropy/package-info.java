/** The loss {@code sparse_categorical_crossentropy}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.loss.sparsecategoricalcrossentropy;

import org.osgi.annotation.versioning.Version;
