/** What layers for images share; a private part of each of their bundles. */
package org.fascicle.layer.image;
