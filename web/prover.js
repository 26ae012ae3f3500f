// The worker in which a device computes what a server asks for (src/work/challenge.h): tries one
// number after the other until one is a proof. Fetched only then.
async function search(challenge) {
  const [, bits, salt] = challenge.split('.');
  const program = await fetch(new URL('prover.wasm', self.location));
  const {instance} = await WebAssembly.instantiate(await program.arrayBuffer(), {});
  const {_initialize: initialize, enig_salt: place, enig_try: isProof, memory} = instance.exports;
  initialize();
  const bytes = salt.match(/../g).map((digits) => parseInt(digits, 16));
  new Uint8Array(memory.buffer, place(), bytes.length).set(bytes);
  let number = 0;
  while (!isProof(number, Number(bits))) ++number;
  return `${challenge}.${number}`;
}

onmessage = ({data}) => {
  search(data).then((proof) => postMessage({proof}), (error) => postMessage({error}));
};
