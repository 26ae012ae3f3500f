// The canvas under the page, WebGL2 on it, and the 2D canvas that draws pictures of letters. Called
// from renderer.cpp and letters_2d.cpp. All sizes are CSS px unless they say device.
addToLibrary({
  $canvas: {
    element: null,
    gl: null,
    program: null,
    vertices: null,
    indices: null,
    textures: null,
    shownWidth: 0,  // as the program and the viewport have it, in device pixels
    shownHeight: 0,
    scratch: null,
    family: '',

    vertexShader: `#version 300 es
uniform vec2 size;
layout(location = 0) in vec2 place;
layout(location = 1) in vec2 uv;
layout(location = 2) in vec4 colour;
out vec2 at;
out vec4 tint;
void main() {
  at = uv;
  tint = colour;
  gl_Position = vec4(place.x / size.x * 2.0 - 1.0, 1.0 - place.y / size.y * 2.0, 0, 1);
}`,
    fragmentShader: `#version 300 es
precision mediump float;
uniform sampler2D atlas;
in vec2 at;
in vec4 tint;
out vec4 colour;
void main() { colour = tint * texture(atlas, at); }`,

    // Everything that a new or restored context needs. False where WebGL2 cannot be had.
    prepare() {
      const gl = canvas.gl;
      if (!gl || gl.isContextLost()) return false;
      const program = gl.createProgram();
      for (const [type, source] of [
               [gl.VERTEX_SHADER, canvas.vertexShader],
               [gl.FRAGMENT_SHADER, canvas.fragmentShader]]) {
        const shader = gl.createShader(type);
        gl.shaderSource(shader, source);
        gl.compileShader(shader);
        gl.attachShader(program, shader);
      }
      gl.linkProgram(program);
      if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return false;
      canvas.program = program;
      canvas.size = gl.getUniformLocation(program, 'size');
      canvas.vertices = gl.createBuffer();
      canvas.indices = gl.createBuffer();
      canvas.textures = new Map();
      canvas.shownWidth = canvas.shownHeight = 0;
      gl.useProgram(program);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
      gl.bindBuffer(gl.ARRAY_BUFFER, canvas.vertices);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, canvas.indices);
      for (const attribute of [0, 1, 2]) gl.enableVertexAttribArray(attribute);
      return true;
    },

    // A 2D context whose letters are the page's own.
    pen(size, weight) {
      const pen = canvas.scratch ??=
          document.createElement('canvas').getContext('2d', {willReadFrequently: true});
      pen.font = `${weight} ${size}px ${canvas.family}`;
      pen.fontKerning = 'none';
      pen.textRendering = 'geometricPrecision';
      return pen;
    },
  },

  enig_canvas_create__deps: ['$canvas'],
  enig_canvas_create: () => {
    const element = document.createElement('canvas');
    element.className = 'enig-canvas';
    element.setAttribute('aria-hidden', 'true');
    canvas.element = element;
    canvas.gl = element.getContext('webgl2', {alpha: false, antialias: false, depth: false});
    return canvas.prepare() ? 1 : 0;
  },

  enig_canvas_restore__deps: ['$canvas'],
  enig_canvas_restore: () => canvas.prepare() ? 1 : 0,

  // Width and height in device pixels.
  enig_canvas_begin__deps: ['$canvas'],
  enig_canvas_begin: (width, height, red, green, blue) => {
    const {element, gl} = canvas;
    if (canvas.shownWidth !== width || canvas.shownHeight !== height) {
      canvas.shownWidth = element.width = width;
      canvas.shownHeight = element.height = height;
      // Where memory is short the browser gives less than was asked for, and stretches it.
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      gl.uniform2f(canvas.size, width, height);
    }
    gl.clearColor(red / 255, green / 255, blue / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
  },

  enig_canvas_texture__deps: ['$canvas'],
  enig_canvas_texture: (id, width, height, pixels) => {
    const gl = canvas.gl;
    canvas.textures.set(id, gl.createTexture());
    gl.bindTexture(gl.TEXTURE_2D, canvas.textures.get(id));
    for (const [name, value] of [
             [gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
             [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]]) {
      gl.texParameteri(gl.TEXTURE_2D, name, value);
    }
    gl.texImage2D(
        gl.TEXTURE_2D, 0, gl.RGBA, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, HEAPU8, pixels);
  },

  // The part at (x, y) of a texture whose rows are `stride` pixels long.
  enig_canvas_texture_part__deps: ['$canvas'],
  enig_canvas_texture_part: (id, x, y, width, height, pixels, stride) => {
    const gl = canvas.gl;
    gl.bindTexture(gl.TEXTURE_2D, canvas.textures.get(id));
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, stride);
    gl.texSubImage2D(
        gl.TEXTURE_2D, 0, x, y, width, height, gl.RGBA, gl.UNSIGNED_BYTE, HEAPU8, pixels);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
  },

  enig_canvas_texture_end__deps: ['$canvas'],
  enig_canvas_texture_end: (id) => {
    canvas.gl.deleteTexture(canvas.textures.get(id));
    canvas.textures.delete(id);
  },

  // Vertices are ImDrawVert (two floats place, two floats uv, four bytes colour), indices 16 bits.
  enig_canvas_mesh__deps: ['$canvas'],
  enig_canvas_mesh: (vertices, vertexBytes, indices, indexBytes) => {
    const gl = canvas.gl;
    const bytes = (at, count) => HEAPU8.subarray(at, at + count);
    gl.bufferData(gl.ARRAY_BUFFER, bytes(vertices, vertexBytes), gl.STREAM_DRAW);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, bytes(indices, indexBytes), gl.STREAM_DRAW);
  },

  enig_canvas_triangles__deps: ['$canvas'],
  enig_canvas_triangles: (texture, firstVertex, firstIndex, count) => {
    const gl = canvas.gl;
    const start = firstVertex * 20;
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 20, start);
    gl.vertexAttribPointer(1, 2, gl.FLOAT, false, 20, start + 8);
    gl.vertexAttribPointer(2, 4, gl.UNSIGNED_BYTE, true, 20, start + 16);
    gl.bindTexture(gl.TEXTURE_2D, canvas.textures.get(texture));
    gl.drawElements(gl.TRIANGLES, count, gl.UNSIGNED_SHORT, firstIndex * 2);
  },

  // The font family of the page, from now on.
  enig_letters_begin__deps: ['$canvas', '$page'],
  enig_letters_begin: () => {
    canvas.family = getComputedStyle(page.root).fontFamily;
  },

  enig_letter_advance__deps: ['$canvas'],
  enig_letter_advance: (letter, size, weight) =>
      canvas.pen(size, weight).measureText(String.fromCodePoint(letter)).width,

  // From the top of a line to its baseline, and to the upper and the lower edge of the box of its
  // letters, as the browser itself lays it out: three floats, to `places`.
  enig_line_places__deps: ['$canvas', '$page'],
  enig_line_places: (size, weight, lineHeight, places) => {
    const line = document.createElement('div');
    const letters = document.createElement('span');
    const mark = document.createElement('span');
    line.className = 'enig-probe';
    line.style.fontSize = `${size}px`;
    line.style.fontWeight = weight;
    line.style.lineHeight = `${lineHeight}px`;
    mark.style.display = 'inline-block';  // with no height, its lower edge stands on the baseline
    letters.append('x');
    line.append(letters, mark);
    page.root.append(line);
    const {top} = line.getBoundingClientRect();
    const box = letters.getBoundingClientRect();
    const {bottom} = mark.getBoundingClientRect();
    HEAPF32.set([bottom - top, box.top - top, box.bottom - top], places >> 2);
    line.remove();
  },

  // A letter's picture `shift` device pixels to the right of a whole one. Writes left, top, width,
  // height and whether it is coloured to `box`, and the pixels (one byte each, or four) to
  // `pixels`. Nothing is written past `bytes`; then width is 0.
  enig_letter_picture__deps: ['$canvas'],
  enig_letter_picture: (letter, size, weight, ratio, shift, isLightInk, box, pixels, bytes) => {
    const text = String.fromCodePoint(letter);
    let pen = canvas.pen(size, weight);
    const metrics = pen.measureText(text);
    const left = Math.floor(-metrics.actualBoundingBoxLeft * ratio) - 1;
    const top = Math.floor(-metrics.actualBoundingBoxAscent * ratio) - 1;
    const width = Math.ceil(metrics.actualBoundingBoxRight * ratio) + 2 - left;
    const height = Math.ceil(metrics.actualBoundingBoxDescent * ratio) + 1 - top;
    HEAP32.fill(0, box >> 2, (box >> 2) + 5);
    if (!(width > 0 && height > 0) || width * height * 4 > bytes) return;
    const surface = pen.canvas;
    if (surface.width < width) surface.width = width;
    if (surface.height < height) surface.height = height;
    pen = canvas.pen(size, weight);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, surface.width, surface.height);
    pen.setTransform(ratio, 0, 0, ratio, shift - left, -top);
    pen.fillStyle = isLightInk ? '#fff' : '#000';
    pen.fillText(text, 0, 0);
    const image = pen.getImageData(0, 0, width, height).data;
    const ink = isLightInk ? 255 : 0;
    let isColoured = 0;
    let hasInk = false;
    for (let at = 0; at < image.length; at += 4) {
      const alpha = image[at + 3];
      if (alpha) hasInk = true;
      // Premultiplied colours come back a little off; an emoji is far off.
      if (alpha > 64 &&
          Math.abs(image[at] - ink) + Math.abs(image[at + 1] - ink) +
                  Math.abs(image[at + 2] - ink) >
              48)
        isColoured = 1;
    }
    if (!hasInk) return;
    if (isColoured) {
      HEAPU8.set(image, pixels);
    } else {
      for (let at = 0; at < width * height; ++at) HEAPU8[pixels + at] = image[at * 4 + 3];
    }
    HEAP32.set([left, top, width, height, isColoured], box >> 2);
  },
});
