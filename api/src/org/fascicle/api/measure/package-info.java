/** Measures how fast a model trains, and where the time of a step goes. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.measure;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
