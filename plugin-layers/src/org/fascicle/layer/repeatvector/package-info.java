/** The layer {@code repeat_vector}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.repeatvector;

import org.osgi.annotation.versioning.Version;
