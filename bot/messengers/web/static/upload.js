// One file, chosen or dropped, sent with its progress. The address of this page is the key that lets it in.

import { fileSize, page, word } from "./words.js";

const byId = (id) => document.getElementById(id);
let file;
let request;

function choose(chosen) {
  if (!chosen || request) return;
  file = chosen;
  send();
}

function send() {
  request = new XMLHttpRequest();
  request.open("POST", location.pathname);
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name.toWellFormed?.() ?? file.name));
  request.setRequestHeader("X-File-Size", file.size);
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => advance(loaded / Math.max(total, 1));
  request.onload = () => finish(request.status, request.response);
  request.onerror = () => finish(0);
  request.onabort = () => show({ canChoose: true });
  show({ sending: word("sending", { name: file.name }) });
  advance(0);
  // A file over the limit is announced but not sent: the answer explains, and nobody waits for it.
  request.send(file.size > page.max_upload_bytes ? null : file);
}

function advance(share) {
  byId("progress").value = share;
  byId("sending").textContent = `${word("sending", { name: file.name })} · ${fileSize(file.size * share)} / ${fileSize(file.size)}`;
}

function finish(status, answer) {
  if (status === 201) show({ outcome: `${word("arrived", { name: file.name })} ${word("go_back")}` });
  else if (answer?.refusal) show({ outcome: answer.refusal, isBad: true, canChoose: true });
  else show({ outcome: word("failed"), isBad: true, canRepeat: true });
}

function show({ sending, outcome = "", isBad = false, canChoose = false, canRepeat = false }) {
  if (!sending && (canChoose || canRepeat)) request = null;
  byId("under-way").hidden = !sending;
  byId("target").hidden = !canChoose;
  byId("again").hidden = !canRepeat;
  byId("outcome").textContent = outcome;
  byId("outcome").classList.toggle("is-bad", isBad);
  byId("picker").value = "";
  if (canRepeat) byId("again").focus();
}

byId("picker").addEventListener("change", (event) => choose(event.target.files[0]));
byId("again").addEventListener("click", send);
byId("cancel").addEventListener("click", () => request.abort());

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    byId("target").classList.toggle("over", kind === "dragover");
    if (kind === "drop") choose(event.dataTransfer.files[0]);
  });
}
