/** Models as an application uses them: defined, opened, predicted with, saved. {@code org.fascicle.api.Fascicle} is the entry. */
@NullMarked
@Version("0.1.2")
package org.fascicle.api.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
