/** The loss {@code binary_crossentropy}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.loss.binarycrossentropy;

import org.osgi.annotation.versioning.Version;
